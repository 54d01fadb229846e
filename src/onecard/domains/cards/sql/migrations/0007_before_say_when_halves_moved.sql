-- An upload looks for the moves of a card's halves only where one came after the tap.
alter table cards.card add column halves_since timestamptz;
update cards.card c set halves_since = moved.last
from (select holder_id, card_id, max(happened_at) as last from cards.event
      where event in ('activated', 'half_activated', 'half_locked', 'half_unlocked') group by holder_id, card_id) moved
where c.holder_id = moved.holder_id and c.card_id = moved.card_id;
