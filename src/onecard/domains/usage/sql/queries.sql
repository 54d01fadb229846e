-- name: read_points
-- The acceptance points of a batch that are not in memory yet.
select * from usage.read_points(:points);

-- name: read_uses
-- The receipts of uses that were answered before, by holder and use.
select * from usage.read_uses(:holders, :uses);

-- name: list_uses
-- A resident's uses, newest first, a page at a time: those before a moment, and before that use where moments tie.
-- The first condition says less than the second, but it is the one that leaves out partitions.
select u.use_id, u.holder_id, u.scene, u.happened_at, u.recorded_at, u.price_fen, u.paid_fen, u.reasons, u.facts,
  u.medium::text as medium, u.issuer, u.division, p.name_zh as point_zh, p.name_en as point_en, p.agency_id
from usage.use u join agencies.point p using (point_id)
where u.holder_id = :holder_id and u.happened_at <= :before
  and (u.happened_at, u.use_id) < (:before, :before_use)
order by u.happened_at desc, u.use_id desc
limit :at_most;

-- name: find_use^
-- One use of a resident.
select u.use_id, u.holder_id, u.scene, u.happened_at, u.recorded_at, u.price_fen, u.paid_fen, u.reasons, u.facts,
  u.medium::text as medium, u.issuer, u.division, p.name_zh as point_zh, p.name_en as point_en, p.agency_id
from usage.use u join agencies.point p using (point_id)
where u.holder_id = :holder_id and u.use_id = :use_id;

-- name: list_point_uses
-- What one acceptance point was told lately, accepted and refused, newest first; no person in it.
select a.use_id, a.sequence, a.refusal, a.happened_at, a.recorded_at
from usage.point_answer a where a.point_id = :point_id order by a.sequence desc limit :at_most;

-- name: roll_up$
-- Take what the batches added into the boards' roll-up; returns how many rows were taken.
select usage.roll_up();

-- name: prune$
-- Forget what no upload can bring back any more; returns how many rows.
select usage.prune(:before);

-- name: uses_of_nonces
-- Which uses burnt these codes.
select holder_id, nonce, use_id from usage.uses_of_nonces(:holders, :nonces);

-- name: days_with_card
-- On which days these people used the card itself, with the day's last use.
select u.holder_id, CAST(u.happened_at at time zone 'Asia/Shanghai' AS date) as day,
  (array_agg(u.use_id order by u.happened_at desc))[1] as use_id
from usage.use u
where u.holder_id = any(:holders) and u.medium = 'c' and u.happened_at >= :since and u.happened_at <= :until
group by 1, 2 order by 1, 2;
