-- name: add_project$
-- A project; nothing where its id, or its programme at this place for this period, is known.
insert into rosters.project (project_id, programme, place, period, from_day, until_day, rules_on, department, finance, fund,
  bank, purpose, opens_on, closes_on, notice_days, entry_fen_most, quota_fen, quota_entries, recorded_at, recorded_by)
values (:project_id, :programme, :place, :period, :from_day, :until_day, :rules_on, :department, :finance, :fund, :bank,
  :purpose, :opens_on, :closes_on, :notice_days, :entry_fen_most, :quota_fen, :quota_entries, :at, :staff)
on conflict do nothing returning true;

-- name: find_project^
-- One project, by its id or by what it is for.
select project_id, programme, place, period, from_day, until_day, rules_on, department, finance, fund, bank, purpose,
  opens_on, closes_on, notice_days, entry_fen_most, quota_fen, quota_entries, used_fen, used_entries
from rosters.project
where project_id = :project_id
  or (programme = CAST(:programme AS text) and place = CAST(:place AS integer) and period = CAST(:period AS text));

-- name: take_project^
-- One project, held until the end of the transaction: its quota is being used.
select project_id, programme, place, period, from_day, until_day, rules_on, department, finance, fund, bank, purpose,
  opens_on, closes_on, notice_days, entry_fen_most, quota_fen, quota_entries, used_fen, used_entries
from rosters.project where project_id = :project_id for update;

-- name: list_projects
-- Projects of a programme, of an agency, or near the divisions that somebody reaches (each may be left open), the newest
-- first. Near is what lies within them, and what they lie within: a city's project is its counties' too.
select project_id, programme, place, period, from_day, until_day, rules_on, department, finance, fund, bank, purpose,
  opens_on, closes_on, notice_days, entry_fen_most, quota_fen, quota_entries, used_fen, used_entries
from rosters.project
where (CAST(:programme AS text) is null or programme = :programme)
  and (CAST(:agency_id AS uuid) is null or CAST(:agency_id AS uuid) in (department, finance))
  and (CAST(:reach AS text[]) is null or exists (
    select from unnest(CAST(:reach AS text[])) as near (prefix)
     where place::text like prefix || '%%' or prefix like regexp_replace(place::text, '(00){1,2}$', '') || '%%'))
order by recorded_at desc, project_id limit :at_most;

-- name: change_quota!
-- Another quota, and another last day.
update rosters.project set quota_fen = :quota_fen, quota_entries = :quota_entries, closes_on = :closes_on
where project_id = :project_id;

-- name: add_quota!
-- The quota a project has from now on, and who said so.
insert into rosters.quota (project_id, quota_id, quota_fen, quota_entries, closes_on, since, staff)
values (:project_id, :quota_id, :quota_fen, :quota_entries, :closes_on, :at, :staff);

-- name: use_quota!
-- Entries take so much more of the quota; less than nothing gives it back.
update rosters.project set used_fen = used_fen + :fen, used_entries = used_entries + :entries
where project_id = :project_id;

-- name: add_roster$
-- A roster without rows; nothing where its id is known.
insert into rosters.roster (roster_id, project_id, township, name, state, state_since, recorded_at, recorded_by)
values (:roster_id, :project_id, :township, :name, 'taken', :at, :at, :staff)
on conflict (roster_id) do nothing returning true;

-- name: find_roster^
-- One roster.
select roster_id, project_id, township, name, state, state_since, round, rows, recorded_at
from rosters.roster where roster_id = :roster_id;

-- name: take_roster^
-- One roster, held until the end of the transaction.
select roster_id, project_id, township, name, state, state_since, round, rows, recorded_at
from rosters.roster where roster_id = :roster_id for update;

-- name: list_rosters
-- Rosters that an agency makes or decides about, of one project or in some states, the newest first.
select r.roster_id, r.project_id, r.township, r.name, r.state, r.state_since, r.round, r.rows, r.recorded_at
from rosters.roster as r join rosters.project as p using (project_id)
where :agency_id in (r.township, p.department, p.finance)
  and (CAST(:project_id AS uuid) is null or r.project_id = :project_id)
  and (CAST(:states AS text[]) is null or r.state = any(CAST(:states AS text[])))
order by r.recorded_at desc, r.roster_id limit :at_most;

-- name: move_roster!
-- A roster goes to another state.
update rosters.roster set state = :state, round = :round, state_since = :at where roster_id = :roster_id;

-- name: count_rows!
-- A roster has so many rows now.
update rosters.roster set rows = :rows where roster_id = :roster_id;

-- name: add_event!
-- Something happened to a roster.
insert into rosters.event (roster_id, event_id, event, round, happened_at, actor, reason)
values (:roster_id, :event_id, :event, :round, :at, :actor, :reason);

-- name: list_events
-- What happened to a roster, in order.
select event, round, happened_at, actor, reason from rosters.event
where roster_id = :roster_id order by happened_at, event_id;

-- name: take_duty!
-- Somebody has a duty for a roster; nothing where she has one already.
insert into rosters.duty (roster_id, staff, duty, since) values (:roster_id, :staff, :duty, :at)
on conflict (roster_id, staff) do nothing;

-- name: find_duty$
-- What somebody's duty for a roster is.
select duty from rosters.duty where roster_id = :roster_id and staff = :staff;

-- name: find_file^
-- A file of a roster by what is in it, and how many rows it had.
select f.file, sum(p.rows)::integer as rows from rosters.file as f join rosters.part as p using (roster_id, file)
where f.roster_id = :roster_id and f.digest = :digest group by f.file;

-- name: next_file$
-- The number of a roster's next file.
select coalesce(max(file), 0) + 1 from rosters.file where roster_id = :roster_id;

-- name: next_part$
-- The number of a roster's next part.
select coalesce(max(part) + 1, 0) from rosters.part where roster_id = :roster_id;

-- name: add_file!
-- A file of rows was taken.
insert into rosters.file (roster_id, file, digest, taken_at, taken_by)
values (:roster_id, :file, :digest, :at, :staff);

-- name: add_part!
-- A thousand of its rows, sealed.
insert into rosters.part (roster_id, part, file, first, rows, sealed)
values (:roster_id, :part, :file, :first, :rows, :sealed);

-- name: take_parts
-- The next parts of a roster that wait for their answers, held by whoever checks them until the end of the transaction.
select p.roster_id, p.part, p.first, p.rows, p.sealed, r.project_id, r.township, f.taken_by
from rosters.part as p join rosters.roster as r using (roster_id) join rosters.file as f using (roster_id, file)
where p.answered_at is null and p.roster_id = (
  select w.roster_id from rosters.part as w join rosters.roster as h using (roster_id)
  where w.answered_at is null and h.state = 'taken' and (CAST(:roster_id AS uuid) is null or w.roster_id = :roster_id)
  order by w.roster_id, w.part limit 1 for update of w skip locked)
order by p.part limit :at_most for update of p skip locked;

-- name: parts_waiting$
-- How many parts of a roster are not checked yet.
select count(*)::integer from rosters.part where roster_id = :roster_id and answered_at is null;

-- name: answer_parts!
-- These parts have their answers.
update rosters.part as p set answers = a.answers, passed = a.passed, refused = a.refused, answered_at = :at
from unnest(CAST(:parts AS integer[]), CAST(:answers AS bytea[]), CAST(:passed AS integer[]), CAST(:refused AS integer[]))
  as a (part, answers, passed, refused)
where p.roster_id = :roster_id and p.part = a.part;

-- name: sum_parts
-- How many rows of these rosters passed and were refused.
select roster_id, sum(passed)::integer as passed, sum(refused)::integer as refused
from rosters.part where roster_id = any(CAST(:rosters AS uuid[])) group by roster_id;

-- name: sum_entries
-- Entries and fen of these rosters by state.
select roster_id, state, count(*)::integer as entries, sum(amount_fen)::bigint as fen
from rosters.entry where roster_id = any(CAST(:rosters AS uuid[])) group by roster_id, state;

-- name: notices_of
-- Until when the notices of these rosters run, each of its present round.
select n.roster_id, n.until_at from rosters.notice as n join rosters.roster as r using (roster_id, round)
where roster_id = any(CAST(:rosters AS uuid[]));

-- name: approvals_of
-- At which levels these rosters are approved, each of its present round.
select a.roster_id, a.level, a.approved_at from rosters.approval as a join rosters.roster as r using (roster_id, round)
where roster_id = any(CAST(:rosters AS uuid[]));

-- name: list_parts
-- A roster's parts in order.
select part, file, first, rows, passed, refused, answered_at is not null as answered
from rosters.part where roster_id = :roster_id order by part;

-- name: find_part_of^
-- The part that has a row, by the row's number.
select part, first, sealed from rosters.part
where roster_id = :roster_id and first <= :number and first + rows > :number;

-- name: find_part^
-- The rows of one part and their answers.
select sealed, answers, first from rosters.part where roster_id = :roster_id and part = :part;

-- name: forget_rows!
-- Rows as they came are forgotten some time after the roster is through; entries and figures stay.
update rosters.part as p set sealed = null, answers = null from rosters.roster as r
where r.roster_id = p.roster_id and p.sealed is not null and p.answered_at is not null
  and r.state in ('handed_over', 'withdrawn') and r.state_since < :before;

-- name: entries_beside
-- Entries of these people in whatever programme for days that overlap a period; dropped ones do not count.
select holder_id, roster_id, number, programme, period, place, source from rosters.entry
where holder_id = any(CAST(:holders AS uuid[])) and state <> 'dropped' and from_day <= :until_day and until_day >= :from_day;

-- name: add_entries
-- Entries by the column; answers with those that were new. A person, programme, period and source stands once.
insert into rosters.entry (holder_id, entry_id, roster_id, number, programme, period, place, from_day, until_day, source,
  amount_fen, payee_sealed, payee_mac, state, state_since)
select holder_id, entry_id, :roster_id, number, :programme, :period, :place, :from_day, :until_day, source, amount_fen,
       payee_sealed, payee_mac, 'standing', :at
from unnest(CAST(:holders AS uuid[]), CAST(:entries AS uuid[]), CAST(:numbers AS integer[]), CAST(:sources AS text[]),
            CAST(:amounts AS bigint[]), CAST(:payees AS bytea[]), CAST(:macs AS bytea[]))
  as e (holder_id, entry_id, number, source, amount_fen, payee_sealed, payee_mac)
on conflict (holder_id, programme, period, source) where state <> 'dropped' do nothing
returning entry_id;

-- name: count_entries
-- Entries and fen of a roster by state.
select state, count(*)::integer as entries, sum(amount_fen)::bigint as fen
from rosters.entry where roster_id = :roster_id group by state;

-- name: page_entries
-- Entries of a roster by number, without their payees.
select holder_id, entry_id, roster_id, number, source, amount_fen, state, state_since, handover from rosters.entry
where roster_id = :roster_id and number > :after and (CAST(:state AS text) is null or state = :state)
order by number limit :at_most;

-- name: page_payees
-- The same with their payees: for a notice, a digest and the hand-over. With `all` whatever their state.
select holder_id, number, source, amount_fen, payee_sealed, payee_mac from rosters.entry
where roster_id = :roster_id and number > :after and (CAST(:all AS boolean) or state = 'standing')
order by number limit :at_most;

-- name: take_entry^
-- One entry, held until the end of the transaction.
select holder_id, entry_id, roster_id, number, source, amount_fen, state, state_since, handover from rosters.entry
where roster_id = :roster_id and number = :number for update;

-- name: move_entries!
-- Entries go to another state.
update rosters.entry as e set state = :state, state_since = :at
from unnest(CAST(:holders AS uuid[]), CAST(:entries AS uuid[])) as m (holder_id, entry_id)
where e.holder_id = m.holder_id and e.entry_id = m.entry_id;

-- name: drop_entries^
-- Every entry of a withdrawn roster; what they used of the quota.
with dropped as (
  update rosters.entry set state = 'dropped', state_since = :at
  where roster_id = :roster_id and state in ('standing', 'held') returning amount_fen)
select count(*)::integer as entries, coalesce(sum(amount_fen), 0)::bigint as fen from dropped;

-- name: hand_over_entries!
-- What stands is with payment now.
update rosters.entry set state = 'handed_over', state_since = :at, handover = :handover
where roster_id = :roster_id and state = 'standing';

-- name: add_notice!
-- A notice of these entries.
insert into rosters.notice (roster_id, round, digest, entries, amount_fen, from_at, until_at, posted_by)
values (:roster_id, :round, :digest, :entries, :amount_fen, :at, :until_at, :staff);

-- name: find_notice^
-- The notice of a round.
select digest, entries, amount_fen, from_at, until_at from rosters.notice where roster_id = :roster_id and round = :round;

-- name: list_notices
-- Every notice of a roster, the first round first.
select round, entries, amount_fen, from_at, until_at from rosters.notice where roster_id = :roster_id order by round;

-- name: running_notices
-- Notices that hang now, the newest first: one, or those near a division. What a new round made void hangs no longer.
select r.roster_id, r.name, r.township, p.department, p.programme, p.place, p.period, n.from_at, n.until_at, n.entries, n.amount_fen
from rosters.notice as n join rosters.roster as r using (roster_id, round) join rosters.project as p using (project_id)
where n.from_at <= :at and n.until_at > :at and r.state = 'on_notice'
  and (CAST(:roster_id AS uuid) is null or r.roster_id = :roster_id) and p.place::text like CAST(:near AS text) || '%%'
order by n.from_at desc, r.roster_id limit :at_most;

-- name: add_approval!
-- A level approves what was on notice.
insert into rosters.approval (roster_id, round, level, after, digest, notice_until, staff, agency_id, approved_at)
values (:roster_id, :round, :level, :after, :digest, :notice_until, :staff, :agency_id, :at);

-- name: next_handover$
-- The number of a roster's next hand-over.
select coalesce(max(handover), 0) + 1 from rosters.handover where roster_id = :roster_id;

-- name: add_handover!
-- Entries were given to payment as a batch.
insert into rosters.handover (roster_id, handover, round, digest, batch_id, entries, amount_fen, handed_at, staff)
values (:roster_id, :handover, :round, :digest, :batch_id, :entries, :amount_fen, :at, :staff);

-- name: list_handovers
-- What of a roster was given to payment.
select handover, batch_id, entries, amount_fen, handed_at from rosters.handover
where roster_id = :roster_id order by handover;

-- name: add_objections!
-- Objections to entries, by the column.
insert into rosters.objection (holder_id, objection_id, entry_id, roster_id, ground, raised_at, recorded_by)
select holder_id, objection_id, entry_id, :roster_id, ground, :at, :staff
from unnest(CAST(:holders AS uuid[]), CAST(:objections AS uuid[]), CAST(:entries AS uuid[]), CAST(:grounds AS text[]))
  as o (holder_id, objection_id, entry_id, ground);

-- name: take_objection^
-- The open objection to an entry, held until the end of the transaction.
select objection_id, recorded_by from rosters.objection
where holder_id = :holder_id and entry_id = :entry_id and settled_at is null for update;

-- name: settle_objection!
-- An objection has its outcome.
update rosters.objection set settled_at = :at, settled_by = :staff, outcome = :outcome
where holder_id = :holder_id and objection_id = :objection_id;

-- name: list_objections
-- A roster's objections, the open ones first.
select o.objection_id, e.number, o.ground, o.raised_at, o.recorded_by, o.settled_at, o.outcome
from rosters.objection as o join rosters.entry as e using (holder_id, entry_id)
where o.roster_id = :roster_id order by o.settled_at is not null, o.raised_at, e.number;

-- name: take_old_parts
-- Parts sealed with another than the newest key.
select roster_id, part, sealed, answers from rosters.part
where get_byte(sealed, 0) <> :key_id or get_byte(answers, 0) <> :key_id order by roster_id, part limit :at_most for update;

-- name: reseal_part!
-- Put back a part that was sealed again.
update rosters.part set sealed = :sealed, answers = :answers where roster_id = :roster_id and part = :part;

-- name: take_old_payees
-- Payees sealed with another than the newest key.
select holder_id, entry_id, payee_sealed from rosters.entry
where get_byte(payee_sealed, 0) <> :key_id limit :at_most for update;

-- name: reseal_payees!
-- Put back payees that were sealed again.
update rosters.entry as e set payee_sealed = s.sealed
from unnest(CAST(:holders AS uuid[]), CAST(:entries AS uuid[]), CAST(:sealed AS bytea[])) as s (holder_id, entry_id, sealed)
where e.holder_id = s.holder_id and e.entry_id = s.entry_id;
