-- name: change_half!
-- One half of a card in another state; when is remembered, so that late uploads know where to look for the one before.
update cards.card set halves_since = greatest(halves_since, :at),
  social_state = case when :half = 'social' then :state else social_state end,
  bank_state = case when :half = 'bank' then :state else bank_state end,
  transport_state = case when :half = 'transport' then :state else transport_state end
where holder_id = :holder_id and card_id = :card_id;

-- name: list_locks
-- What keeps the halves of a card locked.
select half, cause, reason, locked_at from cards.half_lock
where holder_id = :holder_id and card_id = :card_id order by locked_at, cause;

-- name: add_lock!
-- One more cause to keep a half locked; one that is there stays as it is.
insert into cards.half_lock (holder_id, card_id, half, cause, reason, locked_at)
values (:holder_id, :card_id, :half, :cause, :reason, :at) on conflict do nothing;

-- name: lift_locks!
-- These causes keep the half locked no longer.
delete from cards.half_lock
where holder_id = :holder_id and card_id = :card_id and half = :half and cause = any(:causes);

-- name: list_pins
-- How the passwords of a card stand; none of their hashes.
select half, must_change, failures, failed_on, locked_at, locked_until, set_at from cards.pin
where holder_id = :holder_id and card_id = :card_id;

-- name: take_pin^
-- What checking a password needs; tries at one password take turns.
select hash, must_change, failures, failed_on, locked_at, locked_until from cards.pin
where holder_id = :holder_id and card_id = :card_id and half = :half for update;

-- name: keep_pin!
-- A new password of a half; wrong tries and locks of the old one are forgotten.
insert into cards.pin (holder_id, card_id, half, hash, must_change, set_at)
values (:holder_id, :card_id, :half, :hash, :must_change, :at)
on conflict (holder_id, card_id, half) do update set hash = excluded.hash, must_change = excluded.must_change,
  failures = 0, failed_on = null, locked_at = null, locked_until = null, set_at = excluded.set_at;

-- name: count_failure!
-- One more wrong try; where it was the last, the lock and its end, if it has one.
update cards.pin set failures = :failures, failed_on = :day, locked_at = :locked_at, locked_until = :locked_until
where holder_id = :holder_id and card_id = :card_id and half = :half;

-- name: count_success!
-- Tries start again at none.
update cards.pin set failures = 0, failed_on = null, locked_at = null, locked_until = null
where holder_id = :holder_id and card_id = :card_id and half = :half and failures > 0;
