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
-- A new card remembers what happened to the one it replaces: the e-card goes on from the one to the other.
update cards.card as new set lost_first_at = old.lost_first_at from cards.card as old
where new.holder_id = :holder_id and new.card_id = :card_id and old.holder_id = :holder_id and old.card_id = :replaced;

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
