-- name: add_cards!
-- New cards by the column; the transport half begins as the social one does.
insert into cards.card (holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state,
  transport_state, state_since, recorded_at)
select holder_id, card_id, card_number, identifier, issuer, bank, :state, social, bank_state, social, :at, :at
from unnest(CAST(:holders AS uuid[]), CAST(:cards AS uuid[]), CAST(:numbers AS text[]), CAST(:identifiers AS uuid[]),
  CAST(:issuers AS integer[]), CAST(:banks AS text[]), CAST(:socials AS text[]), CAST(:bank_states AS text[]))
  as new (holder_id, card_id, card_number, identifier, issuer, bank, social, bank_state);

-- name: add_identifiers!
-- Find the new cards by their identifier.
insert into cards.by_identifier (identifier, holder_id, card_id)
select * from unnest(CAST(:identifiers AS uuid[]), CAST(:holders AS uuid[]), CAST(:cards AS uuid[]));

-- name: add_numbers!
-- Find the new cards by their number.
insert into cards.by_number (card_number, issuer, holder_id, card_id)
select * from unnest(CAST(:numbers AS text[]), CAST(:issuers AS integer[]), CAST(:holders AS uuid[]),
  CAST(:cards AS uuid[]));

-- name: add_card!
-- One new card of any kind.
insert into cards.card (holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state,
  transport_state, state_since, state_until, recorded_at, kind, valid_until, replaces, reason, order_id)
values (:holder_id, :card_id, :card_number, :identifier, :issuer, :bank, :state, :social_state, :bank_state,
  :transport_state, :state_since, :state_until, :at, :kind, :valid_until, :replaces, :reason, :order_id);

-- name: add_lookups!
-- Find one new card by its identifier and by its number.
with by_identifier as (
  insert into cards.by_identifier (identifier, holder_id, card_id) values (:identifier, :holder_id, :card_id))
insert into cards.by_number (card_number, issuer, holder_id, card_id)
values (:card_number, :issuer, :holder_id, :card_id);

-- name: carry_loss!
-- A new card remembers that one of her cards was lost: the e-card goes on from one card to the next.
update cards.card set lost_first_at = (select min(c.lost_first_at) from cards.card c where c.holder_id = :holder_id)
where holder_id = :holder_id and card_id = :card_id;

-- name: change_valid_until!
-- A temporary card holds until another day.
update cards.card set valid_until = :valid_until where holder_id = :holder_id and card_id = :card_id;

-- name: add_events!
-- The same event of many cards.
insert into cards.event (holder_id, card_id, event_id, event, happened_at, actor)
select holder_id, card_id, event_id, :event, :at, :actor
from unnest(CAST(:holders AS uuid[]), CAST(:cards AS uuid[]), CAST(:events AS uuid[]))
  as new (holder_id, card_id, event_id);

-- name: add_event!
-- One event of one card, with its facts.
insert into cards.event (holder_id, card_id, event_id, event, happened_at, actor, facts)
values (:holder_id, :card_id, :event_id, :event, :at, :actor, CAST(:facts AS jsonb));

-- name: add_tally!
-- So many people more (or fewer) with a valid card, by province.
insert into cards.tally_delta (tally_id, province, holders)
select * from unnest(CAST(:ids AS uuid[]), CAST(:provinces AS integer[]), CAST(:holders AS integer[]));

-- name: roll_up$
-- Sum up what the changes added; returns how many rows were taken.
select cards.roll_up();

-- name: holders_with_valid_card
-- Which of these people hold a valid card already.
select holder_id from cards.card
where holder_id = any(:holders) and kind = 'standard' and state in ('active', 'temporarily_lost', 'lost');

-- name: find_valid_cards
-- The valid cards of a column of people.
select holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state, transport_state,
  state_since, state_until, kind, valid_until, replaces, reason, order_id
from cards.card
where holder_id = any(CAST(:holders AS uuid[])) and kind = 'standard' and state in ('active', 'temporarily_lost', 'lost');

-- name: list_cards
-- A person's cards: the valid one first, then the latest, then her temporary ones.
select holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state, transport_state,
  state_since, state_until, kind, valid_until, replaces, reason, order_id
from cards.card where holder_id = :holder_id
order by kind, state in ('active', 'temporarily_lost', 'lost') desc, state_since desc, card_id desc;

-- name: take_valid_card^
-- A person's valid card, held until the end of the transaction.
select holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state, transport_state,
  state_since, state_until, kind, valid_until, replaces, reason, order_id
from cards.card
where holder_id = :holder_id and kind = 'standard' and state in ('active', 'temporarily_lost', 'lost') for update;

-- name: take_card_on_its_way^
-- The card on its way to a person, held until the end of the transaction.
select holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state, transport_state,
  state_since, state_until, kind, valid_until, replaces, reason, order_id
from cards.card
where holder_id = :holder_id and kind = 'standard' and state in ('applied', 'produced', 'delivered') for update;

-- name: take_temporary_card^
-- A person's temporary card, held until the end of the transaction.
select holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state, transport_state,
  state_since, state_until, kind, valid_until, replaces, reason, order_id
from cards.card where holder_id = :holder_id and kind = 'temporary' and state = 'active' for update;

-- name: take_card^
-- One card of a person, held until the end of the transaction.
select holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state, transport_state,
  state_since, state_until, kind, valid_until, replaces, reason, order_id
from cards.card where holder_id = :holder_id and card_id = :card_id for update;

-- name: find_by_number
-- Which people's cards carry this number; one, unless two issuers chose the same.
select holder_id, card_id, issuer from cards.by_number
where card_number = :card_number and (CAST(:issuer AS integer) is null or issuer = :issuer) order by issuer;

-- name: find_by_identifier^
-- Whose card carries this identifier.
select holder_id, card_id from cards.by_identifier where identifier = :identifier;

-- name: change_state!
-- A card moves to another state; that it was ever lost is remembered, so that late uploads are judged by its events.
update cards.card set state = :state, state_since = :since, state_until = :until,
  lost_first_at = case when :state in ('temporarily_lost', 'lost') then coalesce(lost_first_at, :since) else lost_first_at end
where holder_id = :holder_id and card_id = :card_id;

-- name: list_events
-- What happened to a person's cards, the latest first.
select card_id, event_id, event, happened_at, actor, facts from cards.event
where holder_id = :holder_id order by happened_at desc, event_id desc;

-- name: standing_of^
-- Where a person's cards come from and where she is registered, whoever's reach that is.
select valid, coming, latest, registered from cards.standing_of(:holder_id);

-- name: add_production!
-- An order to a maker.
insert into cards.production (order_id, issuer, cards, ordered_at, ordered_by)
values (:order_id, :issuer, :cards, :at, :actor);

-- name: put_in_order
-- The longest waiting applications of these divisions that no maker has yet; of two sessions the second finds none left.
update cards.card set order_id = :order_id
where (holder_id, card_id) in (
    select holder_id, card_id from cards.card
    where state = 'applied' and order_id is null and issuer between :first and :last
    order by state_since limit :at_most)
  and state = 'applied' and order_id is null
returning holder_id, card_id;

-- name: take_production^
-- One order to a maker, held until the end of the transaction.
select order_id, issuer, cards, ordered_at, finished_at, spoiled from cards.production
where order_id = :order_id for update;

-- name: finish_production!
-- The maker has sent the cards of an order.
update cards.production set finished_at = :at, spoiled = :spoiled where order_id = :order_id;

-- name: list_productions
-- The orders to makers, the latest first.
select order_id, issuer, cards, ordered_at, finished_at, spoiled from cards.production
order by ordered_at desc, order_id desc limit :at_most;

-- name: cards_in_order
-- What a maker is to make: the cards of an order that are still wanted.
select holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state, transport_state,
  state_since, state_until, kind, valid_until, replaces, reason, order_id
from cards.card where order_id = :order_id and state = 'applied' order by issuer, card_number;

-- name: put_out_of_order
-- What a maker spoiled waits for the next order.
update cards.card set order_id = null
where order_id = :order_id and state = 'applied' and identifier = any(:identifiers)
returning holder_id, card_id;

-- name: produce_order
-- What is left of an order is produced.
update cards.card set state = 'produced', state_since = :at where order_id = :order_id and state = 'applied'
returning holder_id, card_id;

-- name: take_cards_by_identifier
-- Cards by what their chips say, held in one order for everybody until the end of the transaction.
select c.holder_id, c.card_id, c.card_number, c.identifier, c.issuer, c.bank, c.state, c.social_state, c.bank_state,
  c.transport_state, c.state_since, c.state_until, c.kind, c.valid_until, c.replaces, c.reason, c.order_id
from cards.by_identifier b join cards.card c on c.holder_id = b.holder_id and c.card_id = b.card_id
where b.identifier = any(:identifiers) order by c.holder_id, c.card_id for update of c;

-- name: deliver_cards!
-- Cards that arrived where their holders collect them, by the column.
update cards.card c set state = 'delivered', state_since = :at
from unnest(CAST(:holders AS uuid[]), CAST(:cards AS uuid[])) as d (holder_id, card_id)
where c.holder_id = d.holder_id and c.card_id = d.card_id;

-- name: add_request!
-- What was asked for at a counter, for the issuing province to decide; one open request of a kind a person.
insert into cards.request (holder_id, request_id, operation, facts, issuer, taken_at, taken_by, taken_agency, taken_division)
values (:holder_id, :request_id, :operation, CAST(:facts AS jsonb), :issuer, :taken_at, :taken_by, :taken_agency,
  :taken_division);

-- name: requests_to_decide
-- The open requests within reach, the longest waiting first.
select holder_id, request_id, operation, facts, issuer, taken_at, taken_by, taken_agency, taken_division, state,
  decided_at, answer
from cards.request where state = 'open' and issuer between :first and :last order by taken_at, request_id limit :at_most;

-- name: requests_of
-- What was asked for a person elsewhere, the latest first.
select holder_id, request_id, operation, facts, issuer, taken_at, taken_by, taken_agency, taken_division, state,
  decided_at, answer
from cards.request where holder_id = :holder_id order by taken_at desc, request_id desc;

-- name: requests_taken
-- What this agency took and sent on, the latest first.
select holder_id, request_id, operation, facts, issuer, taken_at, taken_by, taken_agency, taken_division, state,
  decided_at, answer
from cards.request where taken_agency = :agency_id order by taken_at desc, request_id desc limit :at_most;

-- name: find_request^
-- One request.
select holder_id, request_id, operation, facts, issuer, taken_at, taken_by, taken_agency, taken_division, state,
  decided_at, answer
from cards.request where request_id = :request_id;

-- name: take_request^
-- One request, held until the end of the transaction.
select holder_id, request_id, operation, facts, issuer, taken_at, taken_by, taken_agency, taken_division, state,
  decided_at, answer
from cards.request where request_id = :request_id for update;

-- name: settle_request!
-- The decision; what was sealed in the facts is no longer needed and goes.
update cards.request
set state = :state, decided_at = :at, decided_by = :by, answer = :answer, facts = facts - 'sealed'
where holder_id = :holder_id and request_id = :request_id;

-- name: events_before
-- What happened to a person's cards, newest first, a page at a time.
select card_id, event_id, event, happened_at, actor, facts from cards.event
where holder_id = :holder_id and (happened_at, event_id) < (:before, :before_event)
order by happened_at desc, event_id desc limit :at_most;

-- name: issuers_of
-- Who issued each of a person's cards, and since when it was the valid one.
select c.card_id, c.issuer,
  (select min(e.happened_at) from cards.event e
   where e.holder_id = c.holder_id and e.card_id = c.card_id and e.event in ('issued', 'activated')) as since
from cards.card c where c.holder_id = :holder_id order by since nulls last, c.card_id;

-- name: days_at_counter
-- On which days staff served these people in person, with the day's last such event.
select e.holder_id, CAST(e.happened_at at time zone 'Asia/Shanghai' AS date) as day,
  (array_agg(e.event_id order by e.happened_at desc))[1] as event_id
from cards.event e
where e.holder_id = any(:holders) and e.event = any(:events) and starts_with(e.actor, 'staff ')
  and e.happened_at >= :since and e.happened_at <= :until
group by 1, 2 order by 1, 2;
