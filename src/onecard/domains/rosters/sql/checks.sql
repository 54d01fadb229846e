-- name: quota_is_what_entries_use^
-- What a project says is used of its quota is what its entries come to.
with used as (
  select r.project_id, sum(e.amount_fen)::bigint as fen, count(*) as entries
    from rosters.roster as r join rosters.entry as e using (roster_id) where e.state <> 'dropped' group by r.project_id),
judged as (
  select p.project_id, (p.used_fen, p.used_entries) is distinct from (coalesce(u.fen, 0), coalesce(u.entries, 0)) as wrong
    from rosters.project as p left join used as u using (project_id))
select count(*) as checked, count(*) filter (where wrong) as broken,
       (array_agg(project_id::text) filter (where wrong))[1 : 3] as samples
from judged;

-- name: handed_over_is_with_payment^
-- Each hand-over is a batch of payment with the same entries, fen and programme.
with told as (
  select roster_id, handover, count(*) as entries, sum(amount_fen)::bigint as fen
    from rosters.entry where state = 'handed_over' group by roster_id, handover),
judged as (
  select h.batch_id, (h.entries, h.amount_fen) is distinct from (t.entries, t.fen)
                  or (h.entries, h.amount_fen) is distinct from (b.lines, b.amount_fen) as wrong
    from rosters.handover as h left join told as t using (roster_id, handover)
    left join disbursement.batch as b on b.batch_id = h.batch_id)
select count(*) as checked, count(*) filter (where wrong) as broken,
       (array_agg(batch_id::text) filter (where wrong))[1 : 3] as samples
from judged;

-- name: nobody_approves_twice^
-- Of each roster's approvals of a round no two are one person's, and none is a maker's.
with hands as (
  select roster_id, round, staff, count(*) as times from (
    select roster_id, round, staff from rosters.approval
    union all
    select a.roster_id, a.round, f.taken_by from rosters.file as f
      join (select distinct roster_id, round from rosters.approval) as a using (roster_id)
     group by a.roster_id, a.round, f.taken_by) as t group by roster_id, round, staff)
select count(*) as checked, count(*) filter (where times > 1) as broken,
       (array_agg(roster_id::text) filter (where times > 1))[1 : 3] as samples
from hands;
