-- name: open_session!
-- Remember that somebody signed in.
insert into security.session (token_hash, kind, subject_id, opened_at, seen_at, expires_at)
values (:token_hash, :kind, :subject_id, :at, :at, :expires_at);

-- name: find_session^
-- The session of a token, if it has neither ended nor been left idle.
select kind, subject_id, opened_at, seen_at, expires_at
from security.session
where token_hash = :token_hash and expires_at > :at and seen_at > :idle_since;

-- name: touch_session!
-- Note that the session was used just now.
update security.session set seen_at = :at where token_hash = :token_hash;

-- name: close_session!
-- Sign out one browser.
delete from security.session where token_hash = :token_hash;

-- name: close_sessions_of!
-- Sign out one person everywhere.
delete from security.session where subject_id = :subject_id;

-- name: sweep_sessions!
-- Forget sessions that have ended.
delete from security.session where expires_at <= :at;

-- name: spend_assertions
-- Take what clients signed; no row comes back for what was taken before.
insert into security.spent_assertion (client_id, assertion_id, expires_at)
select * from unnest(CAST(:client_ids AS text[]), CAST(:assertion_ids AS text[]), CAST(:expire AS timestamptz[]))
  as s(client_id, assertion_id, expires_at) order by client_id, assertion_id
on conflict do nothing returning client_id, assertion_id;

-- name: sweep_assertions!
-- Forget assertions that would be refused for their age anyway.
delete from security.spent_assertion where expires_at <= :at;

-- name: take_key!
-- Take a request key; waits for whoever takes it now, and writes no row where it was taken.
insert into security.answered (asker, request_key, digest, answered_at) values (:asker, :request_key, :digest, :at)
on conflict do nothing;

-- name: keep_answer!
-- What was answered under the key just taken.
update security.answered set answer = CAST(:answer AS jsonb) where asker = :asker and request_key = :request_key;

-- name: find_answer^
-- What was answered under a key, and to what.
select digest, answer::text as answer from security.answered where asker = :asker and request_key = :request_key;

-- name: count_errands
-- What this agency's counters did since a moment, by errand; and how much of it one member of staff.
select answer->>'errand' as errand, count(*) as done, count(*) filter (where request_key like :mine) as mine
from security.answered where asker = :asker and answered_at >= :since and answer->>'errand' is not null
group by answer->>'errand';

-- name: sweep_answers!
-- Forget answers that nobody asks for again.
delete from security.answered where answered_at <= :before;
