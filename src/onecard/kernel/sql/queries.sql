-- name: append_event!
-- Add an event to the outbox; due at once.
insert into kernel.outbox (event_id, topic, body, happened_at, next_attempt_at) values (:event_id, :topic, :body, :at, :at);

-- name: take_event^
-- The oldest event that is due and that nobody else is delivering.
select event_id, topic, body, happened_at, attempts from kernel.outbox
 where next_attempt_at <= :at order by next_attempt_at, event_id limit 1 for update skip locked;

-- name: drop_event!
-- Delivered: out it goes.
delete from kernel.outbox where event_id = :event_id;

-- name: postpone_event!
-- A handler failed: try again later.
update kernel.outbox set attempts = attempts + 1, next_attempt_at = :next_at, last_error = :error
 where event_id = :event_id;

-- name: count_events$
-- How many wait.
select count(*) from kernel.outbox;
