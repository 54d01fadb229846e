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
  recorded_at timestamptz not null,
  level_asked_at timestamptz             -- the holder asked for level 2; null once it is given
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

-- What happened to an e-card, and each sign-in with it; rows are added and never changed.
create table ecards.event (
  holder_id uuid not null,
  happened_at timestamptz not null,
  event_id uuid not null,
  event text not null,
  actor text not null,                   -- holder, system, staff and an id, partner and a client id; no name
  agency_id uuid,                        -- whose staff or program did it
  facts jsonb not null default '{}',
  primary key (holder_id, happened_at, event_id)
);

-- A partner's program that shows this e-card. Linked again after an end, the row begins anew; events keep the past.
create table ecards.channel (
  holder_id uuid not null,
  client_id text not null,
  agency_id uuid not null,
  linked_at timestamptz not null,
  unlinked_at timestamptz,
  primary key (holder_id, client_id)
);

-- A one-time code by which a forgotten password may be chosen anew; one at a time, hashed like a password.
create table ecards.reset_code (
  holder_id uuid primary key,
  code_hash text not null,
  failures smallint not null default 0,
  made_today smallint not null,          -- how many were made on the day of made_at
  made_at timestamptz not null,
  expires_at timestamptz not null
);

-- Texts on their way to a person's telephone, sealed; a row goes when it was sent or came too late.
create table ecards.message (
  holder_id uuid not null,
  message_id uuid not null,
  text_sealed bytea not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (holder_id, message_id)
);

alter table ecards.event enable row level security;
create policy read_by_reach on ecards.event for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff'
      and exists (select 1 from ecards.ecard e where e.holder_id = event.holder_id)));
create policy added_by_reach on ecards.event for insert with check (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff'
      and exists (select 1 from ecards.ecard e where e.holder_id = event.holder_id)));
alter table ecards.channel enable row level security;
create policy reached on ecards.channel using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff'
      and exists (select 1 from ecards.ecard e where e.holder_id = channel.holder_id)));
-- A reset is asked for by nobody who is signed in: the system's alone.
alter table ecards.reset_code enable row level security;
create policy only_the_system on ecards.reset_code using (current_setting('onecard.actor', true) = 'system');
alter table ecards.message enable row level security;
create policy only_the_system on ecards.message using (current_setting('onecard.actor', true) = 'system');
-- Who applies by a channel acts in her own scope, and an e-card issued again gets another pseudonym.
create policy own on ecards.by_pseudonym using (
  current_setting('onecard.actor', true) = 'resident'
  and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);

grant select, insert on ecards.event to onecard_app;
grant select, insert, update on ecards.channel to onecard_app;
grant select, insert, update, delete on ecards.reset_code to onecard_app;
grant select, insert, delete on ecards.message to onecard_app;
grant delete on ecards.by_pseudonym to onecard_app;

-- Who checked in where by scanning a venue's code: once a day and point. `mark` is what staff compare with the phone.
create table ecards.check_in (
  holder_id uuid not null,
  point_id uuid not null,
  day date not null,                     -- in Asia/Shanghai
  agency_id uuid not null,               -- the point's
  mark text not null,
  checked_in_at timestamptz not null,
  primary key (holder_id, point_id, day)
);
create index check_in_by_point on ecards.check_in (point_id, day, checked_in_at);
alter table ecards.check_in enable row level security;
create policy seen_here on ecards.check_in using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff'
      and agency_id = nullif(current_setting('onecard.agency', true), '')::uuid));
grant select, insert on ecards.check_in to onecard_app;

-- A self-service terminal asks to be signed in: its screen shows the token, the phone that reads it approves, and who
-- holds the secret takes the session over, once. Both are kept as hashes; rows live for minutes. A local table.
create table ecards.handover (
  token_hash bytea primary key check (length(token_hash) = 32),
  secret_hash bytea not null unique check (length(secret_hash) = 32),
  point_id uuid not null,
  mark text not null,                    -- shown on both screens, for the person to compare
  expires_at timestamptz not null,
  holder_id uuid                         -- who approved
);
create index handover_by_end on ecards.handover (expires_at);
alter table ecards.handover enable row level security;
create policy only_the_system on ecards.handover using (current_setting('onecard.actor', true) = 'system');
grant select, insert, update, delete on ecards.handover to onecard_app;

-- A queue ticket at a counter, taken by scanning its code. It lies with the point, whose numbers count up by one a day.
create table ecards.ticket (
  point_id uuid not null,
  day date not null,                     -- in Asia/Shanghai
  number integer not null check (number > 0),
  holder_id uuid not null,
  state text not null check (state in ('waiting', 'called', 'served', 'left')),
  taken_at timestamptz not null,
  called_at timestamptz,
  primary key (point_id, day, number)
);
create unique index one_open_ticket on ecards.ticket (point_id, day, holder_id) where state in ('waiting', 'called');
create index ticket_by_holder on ecards.ticket (holder_id, day);
-- A place in the queue is counted over everybody in it: the system's alone.
alter table ecards.ticket enable row level security;
create policy only_the_system on ecards.ticket using (current_setting('onecard.actor', true) = 'system');
grant select, insert, update on ecards.ticket to onecard_app;

-- Carriers that are stopped as long as their holder's card is: in the list too, until the card is in order again or, where
-- a temporary loss lapses by itself, until then. No person stands here either.
create table ecards.held_back (
  serial bigint primary key,
  until timestamptz,                     -- null: until somebody says so
  expires_at timestamptz not null        -- of the carrier
);
create index held_back_by_age on ecards.held_back (expires_at);
grant select, insert, update, delete on ecards.held_back to onecard_app;
