-- People with a valid card by issuing province (2 digits), up to this moment.
create or replace view cards.by_province as
select province, sum(holders)::bigint as holders
from (select province, holders from cards.tally union all select province, holders from cards.tally_delta) as both_parts
group by province;

grant select on cards.by_province to onecard_board, onecard_app;

-- What stopped a card as lost, and what ended that, for judging a use as of its own moment. A cancelling counts for its
-- own card only. Read by functions that run as the owner; shown to nobody.
create or replace view cards.loss_event as
select holder_id, card_id, event_id, happened_at, event = 'cancelled' as is_cancelling,
  event in ('temporary_loss_reported', 'formal_loss_reported') as is_report
from cards.event
where event in ('temporary_loss_reported', 'formal_loss_reported', 'loss_cancelled', 'loss_lapsed', 'activated', 'replaced',
  'cancelled');
