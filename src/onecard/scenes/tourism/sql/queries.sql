-- name: load_visitors
-- The passes of a batch's visitors, and their visits on the batch's days.
select holder_id, passes, visits from tourism.load_visitors(CAST(:holders AS uuid[]), CAST(:days AS date[]));

-- name: save_visits$
-- Count the visits of a batch, and what each pass has paid out.
select tourism.save_visits(CAST(:visits AS jsonb));

-- name: lock_holders$
-- Wait for whoever is using or changing these holders' money.
select ledger.lock_holders(CAST(:holders AS uuid[]));

-- name: list_passes
-- A holder's passes, newest first.
select pass_id, alliance, escrow, bought, price_fen, spent_fen, activated, refunded, settled
from tourism.pass where holder_id = :holder_id order by bought desc, pass_id;

-- name: save_pass$
-- Write a pass as it is now.
select tourism.save_pass(:holder_id, :pass_id, :alliance, :escrow, :bought, :price_fen,
  :activated, :refunded, :settled, :ends_on, :at);

-- name: save_settled$
-- Write the day on which each pass was settled.
select tourism.save_settled(CAST(:holders AS uuid[]), CAST(:passes AS uuid[]), CAST(:days AS date[]));

-- name: list_ended
-- Passes that ended before a day and are not settled, in a fixed order.
select holder_id, pass_id, alliance, escrow, bought, price_fen, spent_fen, activated, refunded, settled
from tourism.pass where refunded is null and settled is null and ends_on < :before
order by ends_on, holder_id, pass_id limit :at_most;
