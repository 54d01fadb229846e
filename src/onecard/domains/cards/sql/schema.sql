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
  kind text not null default 'standard' check (kind in ('standard', 'temporary')),
  valid_until timestamptz,               -- a temporary card holds until this instant
  replaces uuid,                         -- the card that ends when this one is activated
  reason text,                           -- why it replaces that one
  order_id uuid,                         -- the production order it was given to the maker with
  lost_first_at timestamptz,             -- first loss report of this or a replaced card; null: there is none to look for
  halves_since timestamptz,              -- the last move of a half; null: none to look for
  primary key (holder_id, card_id),
  check ((state = 'temporarily_lost') = (state_until is not null)),
  constraint only_a_temporary_card_ends check ((kind = 'temporary') = (valid_until is not null))
);
create unique index one_valid_card_a_person on cards.card (holder_id)
  where kind = 'standard' and state in ('active', 'temporarily_lost', 'lost');
create unique index one_card_on_its_way_a_person on cards.card (holder_id)
  where kind = 'standard' and state in ('applied', 'produced', 'delivered');
create unique index one_temporary_card_a_person on cards.card (holder_id)
  where kind = 'temporary' and state = 'active';
create index card_to_produce on cards.card (issuer) where state = 'applied' and order_id is null;
create index card_in_order on cards.card (order_id) where state = 'applied' and order_id is not null;

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
-- Cards given to a maker together: when, how many, and how many came back.
create table cards.production (
  order_id uuid primary key,
  issuer integer not null,               -- division whose card agency ordered
  cards integer not null check (cards > 0),
  ordered_at timestamptz not null,
  ordered_by text not null,
  finished_at timestamptz,
  spoiled integer not null default 0     -- not made; they wait for the next order
);
alter table cards.production enable row level security;
create policy reached on cards.production using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff' and issuer::text like any (
      select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix)));

-- What was asked for at a counter of another province, for the issuing one to decide.
create table cards.request (
  holder_id uuid not null,
  request_id uuid not null,
  operation text not null check (operation in (
    'apply', 'activate', 'cancel_loss', 'replace', 'withdraw', 'issue_temporary', 'extend_temporary', 'cancel',
    'change_data')),
  facts jsonb not null,                  -- what the operation needs; names and phones in it are sealed
  issuer integer not null,               -- the division that decides
  taken_at timestamptz not null,
  taken_by text not null,
  taken_agency uuid not null,
  taken_division integer not null,       -- where the counter is; 0: the nation
  state text not null default 'open' check (state in ('open', 'accepted', 'refused')),
  decided_at timestamptz,
  decided_by text,
  answer text,                           -- why it was refused, or the problem's code
  primary key (holder_id, request_id),
  constraint a_decision_has_its_moment check ((state = 'open') = (decided_at is null))
);
create unique index one_open_request_of_a_kind on cards.request (holder_id, operation) where state = 'open';
create index request_to_decide on cards.request (issuer, taken_at) where state = 'open';
create index request_by_id on cards.request (request_id);
create index request_taken on cards.request (taken_agency, taken_at);
alter table cards.request enable row level security;
-- The issuing province sees and decides it, the counter sees what became of it, the person sees her own.
create policy shown on cards.request for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff'
      and (taken_agency = nullif(current_setting('onecard.agency', true), '')::uuid
           or issuer::text like any (
             select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix))));
create policy taken on cards.request for insert with check (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff'
      and taken_agency = nullif(current_setting('onecard.agency', true), '')::uuid));
create policy decided on cards.request for update using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff' and issuer::text like any (
      select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix)));

-- A resident who asks for a new card writes its look-ups, her own only.
create policy own on cards.by_identifier for insert with check (
  current_setting('onecard.actor', true) = 'resident'
  and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);
create policy own on cards.by_number for insert with check (
  current_setting('onecard.actor', true) = 'resident'
  and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);

grant select, insert, update on cards.production, cards.request to onecard_app;

-- Lists of applications that schools and employers send: each is kept sealed in parts until every row has its answer.
create table cards.list (
  list_id uuid primary key,
  agency_id uuid not null,               -- whose counter took it
  issuer integer not null,               -- the division whose card agency makes the cards
  bank text,
  applicant text not null check (applicant in ('school', 'employer')),
  taken_at timestamptz not null,
  taken_by text not null,
  held boolean not null default false    -- waits until its sender has seen what is wrong with the file itself
);
create index list_by_agency on cards.list (agency_id, taken_at desc);

-- A thousand rows; some parts of a list are decided in one transaction.
create table cards.list_part (
  list_id uuid not null references cards.list (list_id) on delete cascade,
  part integer not null,
  rows integer not null check (rows > 0),
  sealed bytea not null,                 -- the rows as they came
  answers bytea,                         -- their answers, sealed; null until they are decided
  accepted integer not null default 0,
  refused integer not null default 0,
  answered_at timestamptz,
  primary key (list_id, part),
  check ((answers is null) = (answered_at is null))
);
create index part_to_decide on cards.list_part (list_id, part) where answers is null;

alter table cards.list enable row level security;
create policy own_agency on cards.list using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff'
      and agency_id = nullif(current_setting('onecard.agency', true), '')::uuid));
alter table cards.list_part enable row level security;
create policy own_agency on cards.list_part using (
  current_setting('onecard.actor', true) = 'system'
  or exists (select 1 from cards.list l where l.list_id = list_part.list_id));
grant select, insert, delete on cards.list to onecard_app;
grant update (held) on cards.list to onecard_app;
grant select, insert, update, delete on cards.list_part to onecard_app;
