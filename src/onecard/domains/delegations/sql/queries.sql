-- name: take_turns
-- Questions to and by one delegate take turns until the transaction ends, so that the number of relatives holds.
select pg_advisory_xact_lock(hashtextextended(CAST(CAST(:delegate_id AS uuid) AS text), 1651));

-- name: lapse_pair
-- Between two people: what has ended by itself is written down as ended.
update delegations.delegation
set state = 'ended', ended_at = ends_at,
  ended_because = case when state = 'asked' then 'unanswered' when kind = 'guardianship' then 'of_age' else 'expired' end
where holder_id = :holder_id and delegate_id = :delegate_id and state in ('asked', 'active') and ends_at <= :at
returning *;

-- name: add_delegation!
-- A question, or at a counter a delegation that is proven.
insert into delegations.delegation (holder_id, delegation_id, delegate_id, kind, relation, asked_by, state, scopes,
  scenes, codes_per_day, ends_at, until, ended_because, proof_kind, proof_by, proof_reference, holder_name_sealed,
  delegate_name_sealed, asked_at, begun_at, ended_at)
values (:holder_id, :delegation_id, :delegate_id, :kind, :relation, :asked_by, :state, :scopes, :scenes,
  :codes_per_day, :ends_at, :until, null, :proof_kind, :proof_by, :proof_reference, :holder_name_sealed,
  :delegate_name_sealed, :asked_at, :begun_at, null);

-- name: add_helping!
-- The delegate finds it, too.
insert into delegations.helping (holder_id, delegation_id, represented_id)
values (:delegate_id, :delegation_id, :holder_id);

-- name: list_given
-- Who acts for a person, or was asked to: the open ones first, then the latest.
select * from delegations.delegation where holder_id = :holder_id
order by state in ('asked', 'active') desc, asked_at desc, delegation_id desc limit :at_most;

-- name: list_helping
-- Whom a person acts for.
select delegation_id, represented_id from delegations.helping where holder_id = :holder_id
order by delegation_id desc limit :at_most;

-- name: list_delegations
-- These delegations, of these people; the open ones first, then the latest.
select * from delegations.delegation where holder_id = any(:holders) and delegation_id = any(:delegations)
order by state in ('asked', 'active') desc, asked_at desc, delegation_id desc;

-- name: find_helping^
-- For whom a delegation of this delegate is.
select represented_id from delegations.helping where holder_id = :holder_id and delegation_id = :delegation_id;

-- name: take_delegation^
-- One delegation, held until the end of the transaction.
select * from delegations.delegation where holder_id = :holder_id and delegation_id = :delegation_id for update;

-- name: find_between
-- The open delegations from one person to another, held until the end of the transaction.
select * from delegations.delegation
where holder_id = :holder_id and delegate_id = :delegate_id and state in ('asked', 'active') for update;

-- name: list_due
-- Some that have ended by themselves and are not written down as ended.
select holder_id, delegation_id from delegations.delegation where state in ('asked', 'active') and ends_at <= :at
order by ends_at limit :at_most;

-- name: take_given
-- All that is open and for this person, held.
select * from delegations.delegation where holder_id = :holder_id and state in ('asked', 'active') for update;

-- name: begin_delegation!
-- It is accepted.
update delegations.delegation
set state = 'active', begun_at = :at, ends_at = :ends_at, proof_kind = :proof_kind, proof_by = :proof_by,
  proof_reference = :proof_reference
where holder_id = :holder_id and delegation_id = :delegation_id;

-- name: close_delegation!
-- It is declined, or ends.
update delegations.delegation set state = :state, ended_because = :because, ended_at = :at
where holder_id = :holder_id and delegation_id = :delegation_id;

-- name: change_terms!
-- What the delegate may do, how often and until when.
update delegations.delegation
set scopes = :scopes, scenes = :scenes, codes_per_day = :codes_per_day, until = :until, ends_at = :ends_at
where holder_id = :holder_id and delegation_id = :delegation_id;

-- name: add_event!
-- What happened to a delegation.
insert into delegations.event (holder_id, delegation_id, event_id, event, happened_at, actor, facts)
values (:holder_id, :delegation_id, :event_id, :event, :at, :actor, CAST(:facts AS jsonb));

-- name: list_events
-- What happened to a person's delegations, the latest first.
select delegation_id, event_id, event, happened_at, actor, facts from delegations.event
where holder_id = :holder_id order by happened_at desc, event_id desc limit :at_most;

-- name: events_before
-- What happened to these delegations, newest first, a page at a time.
select delegation_id, event_id, event, happened_at, actor, facts from delegations.event
where holder_id = any(:holders) and delegation_id = any(:delegations)
  and (happened_at, event_id) < (:before, :before_entry)
order by happened_at desc, event_id desc limit :at_most;

-- name: acts_before
-- What was done under these delegations, of these kinds, newest first, a page at a time.
select a.act_id, a.delegation_id, a.kind, a.happened_at, a.scene from delegations.act a
where a.holder_id = any(:holders) and a.delegation_id = any(:delegations) and a.kind = any(CAST(:kinds AS text[]))
  and (a.happened_at, a.act_id) < (:before, :before_entry)
order by a.happened_at desc, a.act_id desc limit :at_most;

-- name: add_act!
-- A delegate did something.
insert into delegations.act (holder_id, act_id, delegation_id, delegate_id, kind, happened_at, scene, nonce, expires_at)
values (:holder_id, :act_id, :delegation_id, :delegate_id, :kind, :at, :scene, :nonce, :expires_at);

-- name: count_codes$
-- How many codes were shown under a delegation since a moment.
select count(*) from delegations.act
where holder_id = :holder_id and delegation_id = :delegation_id and kind = 'code_shown' and happened_at >= :since;

-- name: list_acts
-- What was done for these people (by one delegate, if one is named), newest first, a page at a time.
select a.act_id, a.holder_id, a.delegation_id, a.delegate_id, a.kind, a.happened_at, a.scene, a.use_id
from delegations.act a
where a.holder_id = any(:holders) and (CAST(:delegate_id AS uuid) is null or a.delegate_id = :delegate_id)
  and (a.happened_at, a.act_id) < (:before, :before_act)
order by a.happened_at desc, a.act_id desc limit :at_most;

-- name: acts_of_uses
-- Which of a person's uses were of a code that a delegate showed.
select a.use_id, a.delegation_id, a.delegate_id from delegations.act a
where a.holder_id = :holder_id and a.use_id = any(:uses);

-- name: list_unused
-- Shown codes that no use is known of, the oldest first, a page at a time: those after an end and an act.
select holder_id, act_id, delegation_id, delegate_id, nonce, expires_at from delegations.act
where kind = 'code_shown' and use_id is null and (expires_at, act_id) > (:after, :after_act)
order by expires_at, act_id limit :at_most;

-- name: note_uses!
-- These shown codes were used.
update delegations.act a set use_id = u.use_id
from unnest(CAST(:holders AS uuid[]), CAST(:acts AS uuid[]), CAST(:uses AS uuid[])) as u (holder_id, act_id, use_id)
where a.holder_id = u.holder_id and a.act_id = u.act_id and a.use_id is null;

-- name: take_sealed
-- The next people whose names were sealed with another than the newest key.
select holder_id, delegation_id, holder_name_sealed, delegate_name_sealed from delegations.delegation
where (holder_id, delegation_id) > (:after_holder, :after)
  and (get_byte(holder_name_sealed, 0) <> :key_id or get_byte(delegate_name_sealed, 0) <> :key_id)
order by holder_id, delegation_id limit :at_most for update;

-- name: reseal!
-- Put back names that were sealed again, by the column.
update delegations.delegation d
set holder_name_sealed = new.holder_name_sealed, delegate_name_sealed = new.delegate_name_sealed
from unnest(CAST(:holders AS uuid[]), CAST(:delegations AS uuid[]), CAST(:holder_names AS bytea[]),
  CAST(:delegate_names AS bytea[])) as new (holder_id, delegation_id, holder_name_sealed, delegate_name_sealed)
where d.holder_id = new.holder_id and d.delegation_id = new.delegation_id;
