-- From the application to the replacement: a card on its way stands beside the one in use, and ends it when it is
-- activated; a temporary card bridges the time between; a request taken elsewhere is decided by the issuing province.
alter table cards.card add column kind text not null default 'standard' check (kind in ('standard', 'temporary'));
alter table cards.card add column valid_until timestamptz;
alter table cards.card add column replaces uuid;
alter table cards.card add column reason text;
alter table cards.card add column order_id uuid;
alter table cards.card add column lost_first_at timestamptz;
alter table cards.card add constraint only_a_temporary_card_ends
  check ((kind = 'temporary') = (valid_until is not null));

-- Where a card was ever lost, its events say when: who was lost before this column existed is found from them.
update cards.card c set lost_first_at = e.first
from (select holder_id, card_id, min(happened_at) as first from cards.event
      where event in ('temporary_loss_reported', 'formal_loss_reported') group by holder_id, card_id) as e
where e.holder_id = c.holder_id and e.card_id = c.card_id;

drop index cards.one_valid_card_a_person;
create unique index one_valid_card_a_person on cards.card (holder_id)
  where kind = 'standard' and state in ('active', 'temporarily_lost', 'lost');
create unique index one_card_on_its_way_a_person on cards.card (holder_id)
  where kind = 'standard' and state in ('applied', 'produced', 'delivered');
create unique index one_temporary_card_a_person on cards.card (holder_id)
  where kind = 'temporary' and state = 'active';
create index card_to_produce on cards.card (issuer) where state = 'applied' and order_id is null;
create index card_in_order on cards.card (order_id) where state = 'applied' and order_id is not null;

-- A delivered card counts from its activation on, as it is the activation that ends the card before it.
insert into cards.tally_delta (tally_id, province, holders)
select gen_random_uuid(), issuer / 10000, -count(*) from cards.card where state = 'delivered' group by issuer / 10000;

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
