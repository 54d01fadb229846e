-- The physical card. Three halves with their own state; one valid card a person.
create schema cards;

create table cards.card (
  holder_id uuid not null,
  card_id uuid not null,
  card_number text not null check (card_number ~ '^[0-9A-Z]{9}$'),
  identifier uuid not null,              -- the 32-hex card identifier: 6 hex digits of the issuing division first
  issuer integer not null,               -- issuing division, GB/T 2260
  bank text,
  state text not null check (state in ('applied', 'produced', 'delivered', 'active', 'temporarily_lost', 'lost', 'replaced', 'cancelled')),
  social_state text not null default 'active' check (social_state in ('inactive', 'active', 'locked')),
  bank_state text not null default 'active' check (bank_state in ('inactive', 'active', 'locked')),
  transport_state text not null default 'active' check (transport_state in ('inactive', 'active', 'locked')),
  state_since timestamptz not null,
  state_until timestamptz,               -- a temporary loss lapses by itself at this instant
  recorded_at timestamptz not null,
  primary key (holder_id, card_id),
  check ((state = 'temporarily_lost') = (state_until is not null))
);
create unique index one_valid_card_a_person on cards.card (holder_id)
  where state in ('delivered', 'active', 'temporarily_lost', 'lost');

-- Look-ups by what is printed or stored on the card: each its own small table, distributed by that value.
create table cards.by_identifier (
  identifier uuid primary key,
  holder_id uuid not null,
  card_id uuid not null
);
create table cards.by_number (
  card_number text not null,             -- local coding: two issuers may use the same
  issuer integer not null,
  holder_id uuid not null,
  card_id uuid not null,
  primary key (card_number, issuer)
);

-- What happened to a card, in order; never changed.
create table cards.event (
  holder_id uuid not null,
  card_id uuid not null,
  event_id uuid not null,
  event text not null,
  happened_at timestamptz not null,
  actor text not null,
  facts jsonb not null default '{}',
  primary key (holder_id, card_id, event_id)
);

-- People with a valid card, by the issuing province: each change appends, the worker sums up.
create table cards.tally_delta (
  tally_id uuid primary key,
  province integer not null,             -- 2 digits
  holders integer not null
);
create table cards.tally (
  province integer primary key,
  holders bigint not null
);

-- The second wall: a resident sees her own cards, staff those issued in the divisions their agency reaches.
alter table cards.card enable row level security;
create policy reached on cards.card using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff' and issuer::text like any (
      select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix)));
alter table cards.event enable row level security;
create policy reached on cards.event using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from cards.card c where c.holder_id = event.holder_id and c.card_id = event.card_id)));
alter table cards.by_identifier enable row level security;
create policy finders on cards.by_identifier using (current_setting('onecard.actor', true) in ('system', 'staff'));
alter table cards.by_number enable row level security;
create policy finders on cards.by_number using (current_setting('onecard.actor', true) in ('system', 'staff'));

grant usage on schema cards to onecard_app, onecard_board;
grant select, insert, update on cards.card to onecard_app;
grant select, insert on cards.by_identifier, cards.by_number, cards.event to onecard_app;
grant insert on cards.tally_delta to onecard_app;

-- A partner asks about one person, named by the scope, and only reads the card; not what happened to it.
create policy asked_about on cards.card for select using (
  current_setting('onecard.actor', true) = 'partner'
  and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);

-- What keeps a half locked, each cause by itself: the half works again when the last of them is lifted.
create table cards.half_lock (
  holder_id uuid not null,
  card_id uuid not null,
  half text not null check (half in ('social', 'bank', 'transport')),
  cause text not null check (cause in ('holder', 'owner', 'wrong_pins')),
  reason text not null,
  locked_at timestamptz not null,
  primary key (holder_id, card_id, half, cause)
);

-- The password of a half, of this one card: a replacement begins without any.
create table cards.pin (
  holder_id uuid not null,
  card_id uuid not null,
  half text not null check (half in ('social', 'bank', 'transport')),
  hash text not null,                    -- argon2id over a keyed hash
  must_change boolean not null,          -- given by a counter: good for nothing but choosing one's own
  failures smallint not null default 0,
  failed_on date,                        -- the day of the last wrong try, where the place counts by day
  locked_at timestamptz,
  locked_until timestamptz,              -- null with `locked_at`: until the counter gives a new one
  set_at timestamptz not null,
  primary key (holder_id, card_id, half),
  check (locked_until is null or locked_at is not null)
);

-- Who reaches the card reaches its locks and passwords.
alter table cards.half_lock enable row level security;
create policy reached on cards.half_lock using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from cards.card c where c.holder_id = half_lock.holder_id and c.card_id = half_lock.card_id)));
alter table cards.pin enable row level security;
create policy reached on cards.pin using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from cards.card c where c.holder_id = pin.holder_id and c.card_id = pin.card_id)));
grant select, insert, delete on cards.half_lock to onecard_app;
grant select, insert, update on cards.pin to onecard_app;
