-- name: add_cards!
-- New cards by the column.
insert into cards.card (holder_id, card_id, card_number, identifier, issuer, bank, state, state_since, recorded_at)
select holder_id, card_id, card_number, identifier, issuer, bank, :state, :at, :at
from unnest(CAST(:holders AS uuid[]), CAST(:cards AS uuid[]), CAST(:numbers AS text[]), CAST(:identifiers AS uuid[]),
  CAST(:issuers AS integer[]), CAST(:banks AS text[]))
  as new (holder_id, card_id, card_number, identifier, issuer, bank);

-- name: add_identifiers!
-- Find the new cards by their identifier.
insert into cards.by_identifier (identifier, holder_id, card_id)
select * from unnest(CAST(:identifiers AS uuid[]), CAST(:holders AS uuid[]), CAST(:cards AS uuid[]));

-- name: add_numbers!
-- Find the new cards by their number.
insert into cards.by_number (card_number, issuer, holder_id, card_id)
select * from unnest(CAST(:numbers AS text[]), CAST(:issuers AS integer[]), CAST(:holders AS uuid[]),
  CAST(:cards AS uuid[]));

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
where holder_id = any(:holders) and state in ('delivered', 'active', 'temporarily_lost', 'lost');

-- name: list_cards
-- A person's cards: the valid one first, then the latest.
select holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state, transport_state,
  state_since, state_until
from cards.card where holder_id = :holder_id
order by state in ('delivered', 'active', 'temporarily_lost', 'lost') desc, state_since desc, card_id;

-- name: take_valid_card^
-- A person's valid card, held until the end of the transaction.
select holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state, transport_state,
  state_since, state_until
from cards.card
where holder_id = :holder_id and state in ('delivered', 'active', 'temporarily_lost', 'lost') for update;

-- name: take_card^
-- One card of a person, held until the end of the transaction.
select holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state, transport_state,
  state_since, state_until
from cards.card where holder_id = :holder_id and card_id = :card_id for update;

-- name: find_by_number
-- Which people's cards carry this number; one, unless two issuers chose the same.
select holder_id, card_id, issuer from cards.by_number
where card_number = :card_number and (CAST(:issuer AS integer) is null or issuer = :issuer) order by issuer;

-- name: find_by_identifier^
-- Whose card carries this identifier.
select holder_id, card_id from cards.by_identifier where identifier = :identifier;

-- name: change_state!
-- A card moves to another state.
update cards.card set state = :state, state_since = :since, state_until = :until
where holder_id = :holder_id and card_id = :card_id;

-- name: list_events
-- What happened to a person's cards, the latest first.
select card_id, event_id, event, happened_at, actor, facts from cards.event
where holder_id = :holder_id order by happened_at desc, event_id desc;

-- name: events_before
-- What happened to a person's cards, newest first, a page at a time.
select card_id, event_id, event, happened_at, actor, facts from cards.event
where holder_id = :holder_id and (happened_at, event_id) < (:before, :before_event)
order by happened_at desc, event_id desc limit :at_most;
