-- name: append_event!
-- Add an event to the outbox; due at once.
insert into kernel.outbox (event_id, topic, body, happened_at, next_attempt_at) values (:event_id, :topic, :body, :at, :at);

-- name: take_event^
-- The oldest event that is due and that nobody else is delivering, of the slow topics or of all others.
select event_id, topic, body, happened_at, attempts from kernel.outbox
 where next_attempt_at <= :at and (topic = any(:slow)) = :only_slow order by next_attempt_at, event_id limit 1 for update skip locked;

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

-- name: append_audit^
-- Add entries to the audit trail.
select kernel.append_audit(CAST(:entries AS jsonb));

-- name: append_audit_seal^
-- Seal one entry at the end of the chain.
select kernel.append_audit_seal(row(:sequence, :entry_id, :key_id, :seal_before, :seal)::kernel.audit_seal);

-- name: last_audit
-- The last entries, newest first.
select entry_id, happened_at, actor, verb, about, facts from kernel.audit
order by happened_at desc, entry_id desc limit :count;

-- name: unsealed_audit
-- Entries after this one that are not in the chain yet, in their order.
select entry_id, happened_at, actor, verb, about, facts from kernel.audit a
where entry_id > :after and not exists (select from kernel.audit_seal s where s.entry_id = a.entry_id)
order by entry_id limit :count;

-- name: audit_end^
-- The last link of the chain.
select sequence, seal, entry_id from kernel.audit_seal order by sequence desc limit 1;

-- name: audit_links
-- The next links with what they seal; an entry that was removed is missing.
select sequence, entry_id, key_id, seal_before, seal, happened_at, actor, verb, about, facts
from kernel.audit_seal left join kernel.audit using (entry_id)
where sequence > :after order by sequence limit :count;

-- name: take_stranger^
-- What is counted of a name that nobody has; tries at one name take turns.
insert into kernel.stranger as s (name_hash, failures, tried_at) values (:name_hash, 0, :at)
on conflict (name_hash) do update set tried_at = excluded.tried_at returning failures, locked_until;

-- name: count_stranger!
-- One more wrong try, and until when nobody may try again.
update kernel.stranger set failures = :failures, locked_until = :locked_until where name_hash = :name_hash;

-- name: sweep_strangers!
-- Forget names that nobody has tried for long.
delete from kernel.stranger where tried_at <= :before;
