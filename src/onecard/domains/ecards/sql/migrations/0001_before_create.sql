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
