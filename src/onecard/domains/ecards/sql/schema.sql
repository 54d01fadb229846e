-- The electronic card, one to one with the physical card.
create schema ecards;

create table ecards.ecard (
  holder_id uuid primary key,            -- one e-card a person; it follows the valid physical card
  ecard_id uuid not null,
  sign_no text not null,                 -- 签发号
  pseudonym bigint not null,             -- what the code carries instead of a number; random
  issuer integer not null,               -- issuing division of the card it was issued for
  level smallint not null check (level in (1, 2)),
  state text not null check (state in ('active', 'suspended', 'cancelled')),
  password_hash text,                    -- null until the person sets it: no sign-in before
  failures smallint not null default 0,
  locked_until timestamptz,
  issued_at timestamptz not null,
  recorded_at timestamptz not null
);

create table ecards.by_pseudonym (
  pseudonym bigint primary key,
  holder_id uuid not null
);

-- E-cards by issuing province: each batch appends, the worker sums up.
create table ecards.tally_delta (
  tally_id uuid primary key,
  province integer not null,             -- 2 digits
  ecards integer not null
);
create table ecards.tally (
  province integer primary key,
  ecards bigint not null
);

-- The second wall: a resident has her own e-card, staff see those of the divisions their agency reaches.
alter table ecards.ecard enable row level security;
create policy reached on ecards.ecard using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff' and issuer::text like any (
      select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix)));
alter table ecards.by_pseudonym enable row level security;
create policy finders on ecards.by_pseudonym using (current_setting('onecard.actor', true) in ('system', 'staff'));

grant usage on schema ecards to onecard_app, onecard_board;
grant select, insert, update on ecards.ecard to onecard_app;
grant select, insert on ecards.by_pseudonym to onecard_app;
grant insert on ecards.tally_delta to onecard_app;

-- What carries the right to show codes for longer than a minute: a phone with a key of its own, or a sheet of paper.
-- The serial is the carrier's entry in the revocation list that gates keep.
create sequence ecards.serial as bigint;
create table ecards.carrier (
  holder_id uuid not null,
  serial bigint not null,
  kind text not null check (kind in ('phone', 'paper')),
  issuer integer not null,               -- issuing division of the e-card it was made for
  key_id smallint not null,              -- the code key that signed it
  public_key bytea,                      -- a phone's: compressed point of P-256, 33 bytes
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  reason text,                           -- why it was revoked: replaced, lost, not_needed
  primary key (holder_id, serial),
  check ((kind = 'phone') = (public_key is not null)),
  check ((revoked_at is null) = (reason is null))
);

-- The revoked ones once more, so that the list is made without reading the carriers of a nation; no person stands here.
create table ecards.revoked (
  serial bigint primary key,
  expires_at timestamptz not null
);
create index revoked_by_age on ecards.revoked (expires_at);

alter table ecards.carrier enable row level security;
create policy reached on ecards.carrier using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff' and issuer::text like any (
      select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix)));
grant select, insert, update on ecards.carrier to onecard_app;
grant select, insert, delete on ecards.revoked to onecard_app;
grant usage, select on sequence ecards.serial to onecard_app;
