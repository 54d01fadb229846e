-- name: add_entitlements!
-- People begin to be entitled, by the column; who is known already stays as she is.
insert into entitlements.entitlement (holder_id, programme, place, since, state, state_since, confirmed_on,
  confirmed_by, valid_until, paid_through, payee_sealed, recorded_at)
select n.holder_id, :programme, n.place, n.since, 'in_payment', :at, CAST(:on AS date), 'granted', n.valid_until,
  CAST(n.since - interval '1 month' AS date), n.payee_sealed, :at
from unnest(CAST(:holders AS uuid[]), CAST(:places AS integer[]), CAST(:sinces AS date[]), CAST(:valid AS date[]),
  CAST(:payees AS bytea[])) as n (holder_id, place, since, valid_until, payee_sealed)
on conflict (holder_id, programme) do nothing;

-- name: add_amounts!
-- What they get a month, from a month on.
insert into entitlements.amount (holder_id, programme, from_month, monthly_fen, basis, recorded_at)
select n.holder_id, :programme, n.from_month, n.monthly_fen, :basis, :at
from unnest(CAST(:holders AS uuid[]), CAST(:months AS date[]), CAST(:fen AS bigint[]))
  as n (holder_id, from_month, monthly_fen)
where exists (select from entitlements.entitlement e where e.holder_id = n.holder_id and e.programme = :programme)
on conflict (holder_id, programme, from_month) do nothing;

-- name: add_events!
-- What happened, by the column.
insert into entitlements.event (holder_id, event_id, programme, event, happened_at, actor, rule, facts)
select n.holder_id, n.event_id, n.programme, n.event, :at, :actor, n.rule, CAST(n.facts AS jsonb)
from unnest(CAST(:holders AS uuid[]), CAST(:ids AS uuid[]), CAST(:programmes AS text[]), CAST(:events AS text[]),
  CAST(:rules AS text[]), CAST(:facts AS text[])) as n (holder_id, event_id, programme, event, rule, facts);

-- name: list_entitlements
-- What a person is entitled to, with what she gets a month now.
select e.holder_id, e.programme, e.place, e.since, e.state, e.state_since, e.confirmed_on, e.confirmed_by,
  e.valid_until, e.noticed_on, e.reminders, e.reminded_on, e.visit_offered_on, e.stopped_from, e.stop_reason,
  e.paid_through,
  coalesce((select a.monthly_fen from entitlements.amount a
            where a.holder_id = e.holder_id and a.programme = e.programme and a.from_month <= :on
            order by a.from_month desc limit 1),
           (select a.monthly_fen from entitlements.amount a
            where a.holder_id = e.holder_id and a.programme = e.programme order by a.from_month limit 1)) as monthly_fen
from entitlements.entitlement e where e.holder_id = any(:holders) order by e.holder_id, e.programme;

-- name: places_of
-- Where these people are paid.
select distinct place from entitlements.entitlement where holder_id = any(:holders);

-- name: who_may_be_asked
-- The next people after one, in the order of their ids, for whom the run may have something to do.
select distinct holder_id from entitlements.entitlement
where holder_id > :after and state in ('in_payment', 'noticed', 'suspended')
  and (valid_until <= :horizon or state <> 'in_payment')
order by holder_id limit :at_most;

-- name: everybody_payable
-- The next people after one to whom a month of this programme may be owed.
select holder_id from entitlements.entitlement
where holder_id > :after and programme = :programme and state <> 'suspended'
  and (stopped_from is null or paid_through < stopped_from - interval '1 month')
order by holder_id limit :at_most;

-- name: add_evidence
-- Evidence by the column; one of a kind a day.
insert into entitlements.evidence (holder_id, kind, day, reference, actor, recorded_at)
select n.holder_id, n.kind, n.day, n.reference, :actor, :at
from unnest(CAST(:holders AS uuid[]), CAST(:kinds AS text[]), CAST(:days AS date[]), CAST(:refs AS text[]))
  as n (holder_id, kind, day, reference)
on conflict (holder_id, kind, day) do nothing
returning holder_id, kind, day;

-- name: list_evidence
-- What shows that a person lives, the latest first.
select kind, day, reference, actor, recorded_at from entitlements.evidence
where holder_id = :holder_id order by day desc, kind limit :at_most;

-- name: confirm_proven
-- Whoever has evidence enough since the last confirmation is confirmed from the day of the latest piece.
with law as (
  select * from unnest(CAST(:places AS integer[]), CAST(:months AS integer[]), CAST(:needed AS integer[]))
    as l (place, months, needed)),
weights as (
  select * from unnest(CAST(:weight_places AS integer[]), CAST(:weight_kinds AS text[]), CAST(:points AS integer[]),
    CAST(:days AS integer[])) as w (place, kind, points, days)),
standing as (
  select holder_id, programme, place, state, confirmed_on from entitlements.entitlement
  where holder_id = any(:holders) and state <> 'stopped' order by holder_id, programme for update),
proven as (
  select s.holder_id, s.programme, s.state as was, l.months, max(v.day) as day,
    (array_agg(v.kind order by v.day desc, w.points desc, v.kind))[1] as kind
  from standing s
  join law l on l.place = s.place
  join entitlements.evidence v on v.holder_id = s.holder_id and v.day > s.confirmed_on
  join weights w on w.place = s.place and w.kind = v.kind
  where v.day <= CAST(:on AS date) and v.day > CAST(:on AS date) - w.days
  group by s.holder_id, s.programme, s.state, l.months, l.needed
  having sum(w.points) >= l.needed)
update entitlements.entitlement e
set state = 'in_payment', state_since = case when p.was = 'in_payment' then e.state_since else CAST(:at AS timestamptz) end,
  confirmed_on = p.day, confirmed_by = p.kind,
  valid_until = CAST(p.day + make_interval(months => p.months) AS date),
  noticed_on = null, reminders = 0, reminded_on = null, visit_offered_on = null
from proven p where e.holder_id = p.holder_id and e.programme = p.programme
returning e.holder_id, e.programme, p.was, e.confirmed_on, e.confirmed_by, e.valid_until, e.paid_through;

-- name: give_notice
-- Who has nothing to show and whose confirmation is about to end is told so first.
with law as (
  select * from unnest(CAST(:places AS integer[]), CAST(:notice_days AS integer[])) as l (place, notice_days))
update entitlements.entitlement e set state = 'noticed', state_since = :at, noticed_on = CAST(:on AS date)
from law l
where e.holder_id = any(:holders) and l.place = e.place and e.state = 'in_payment'
  and e.valid_until - l.notice_days <= CAST(:on AS date)
returning e.holder_id, e.programme, e.valid_until;

-- name: remind
-- Who was told is reminded.
with law as (
  select * from unnest(CAST(:places AS integer[]), CAST(:reminder_days AS integer[])) as l (place, reminder_days))
update entitlements.entitlement e set reminders = e.reminders + 1, reminded_on = CAST(:on AS date)
from law l
where e.holder_id = any(:holders) and l.place = e.place and e.state = 'noticed'
  and coalesce(e.reminded_on, e.noticed_on) + l.reminder_days <= CAST(:on AS date)
returning e.holder_id, e.programme, e.valid_until, e.reminders;

-- name: offer_visits
-- The oldest, once reminded, are offered a home visit before anything else.
with law as (
  select * from unnest(CAST(:places AS integer[]), CAST(:visit_age AS integer[])) as l (place, visit_age))
update entitlements.entitlement e set visit_offered_on = CAST(:on AS date)
from law l, residents.resident r
where e.holder_id = any(:holders) and l.place = e.place and e.state = 'noticed' and e.reminders > 0
  and e.visit_offered_on is null and r.holder_id = e.holder_id
  and r.birth_date <= CAST(CAST(:on AS date) - make_interval(years => l.visit_age) AS date)
returning e.holder_id, e.programme, e.valid_until;

-- name: suspend
-- Only after notice, reminders and the rule's days, and for the oldest after an offered visit: payment waits.
with law as (
  select * from unnest(CAST(:places AS integer[]), CAST(:suspend_days AS integer[]), CAST(:reminders_least AS integer[]),
    CAST(:visit_age AS integer[]), CAST(:visit_days AS integer[]))
    as l (place, suspend_days, reminders_least, visit_age, visit_days))
update entitlements.entitlement e set state = 'suspended', state_since = :at
from law l, residents.resident r
where e.holder_id = any(:holders) and l.place = e.place and e.state = 'noticed' and r.holder_id = e.holder_id
  and r.died_on is null
  and e.valid_until < CAST(:on AS date)
  and e.noticed_on + l.suspend_days <= CAST(:on AS date) and e.reminders >= l.reminders_least
  and (r.birth_date > CAST(CAST(:on AS date) - make_interval(years => l.visit_age) AS date)
       or (e.visit_offered_on is not null and e.visit_offered_on + l.visit_days <= CAST(:on AS date)))
returning e.holder_id, e.programme, e.noticed_on, e.reminders, e.paid_through;

-- name: open_month^
-- A month of a programme may be paid from now on; waits until restorations that read the last month are through.
insert into entitlements.opened (programme, last_month, recorded_at) values (:programme, :month, :at)
on conflict (programme) do update set last_month = excluded.last_month, recorded_at = excluded.recorded_at
where entitlements.opened.last_month < excluded.last_month
returning last_month;

-- name: opened_months
-- How far each programme is, held so that no month is opened before this transaction ends.
select programme, last_month from entitlements.opened for share;

-- name: opened_of$
-- How far a programme is.
select last_month from entitlements.opened where programme = :programme;

-- name: owe
-- Every month not yet owed, through the last that was opened and before any stop: once a person, programme, month.
with opened as (
  select * from unnest(CAST(:programmes AS text[]), CAST(:last_months AS date[])) as o (programme, last_month)),
payable as (
  select e.holder_id, e.programme, e.place, e.paid_through,
    least(o.last_month, CAST(e.stopped_from - interval '1 month' AS date)) as through, o.last_month
  from entitlements.entitlement e join opened o using (programme)
  where e.holder_id = any(:holders) and e.state <> 'suspended'
  order by e.holder_id, e.programme for update of e),
months as (
  select p.holder_id, p.programme, p.place, p.last_month, CAST(m AS date) as month
  from payable p
  cross join generate_series(p.paid_through + interval '1 month', CAST(p.through AS timestamp), interval '1 month') m),
owed as (
  insert into entitlements.due (holder_id, programme, month, amount_fen, place, kind, recorded_at)
  select m.holder_id, m.programme, m.month, a.monthly_fen, m.place,
    case when m.month = m.last_month then 'regular' else 'arrears' end, :at
  from months m
  cross join lateral (
    select a.monthly_fen from entitlements.amount a
    where a.holder_id = m.holder_id and a.programme = m.programme and a.from_month <= m.month
    order by a.from_month desc limit 1) a
  on conflict (holder_id, programme, month) do nothing
  returning holder_id, programme, month, amount_fen),
moved as (
  update entitlements.entitlement e set paid_through = p.through
  from payable p
  where e.holder_id = p.holder_id and e.programme = p.programme and e.paid_through < p.through
  returning e.holder_id)
select holder_id, programme, min(month) as first, max(month) as last, CAST(count(*) AS integer) as months,
  CAST(sum(amount_fen) AS bigint) as amount_fen
from owed group by holder_id, programme;

-- name: dues_of
-- A person's months, the latest first.
select programme, month, amount_fen, kind, batch_id, withdrawn_at from entitlements.due
where holder_id = :holder_id order by month desc, programme limit :at_most;

-- name: months_waiting
-- Which months of a programme wait to be paid, with how many people and fen.
select month, CAST(count(*) AS integer) as people, CAST(sum(amount_fen) AS bigint) as amount_fen
from entitlements.due
where programme = :programme and batch_id is null and withdrawn_at is null
  and place between :first_place and :last_place
group by month order by month;

-- name: take_dues!
-- Put the waiting months of one month into a batch.
update entitlements.due set batch_id = :batch_id
where programme = :programme and month = :month and batch_id is null and withdrawn_at is null
  and place between :first_place and :last_place;

-- name: dues_in_batch
-- The months of a batch with whom and where to, in the order of people.
select d.holder_id, d.programme, d.month, d.amount_fen, e.payee_sealed
from entitlements.due d join entitlements.entitlement e using (holder_id, programme)
where d.batch_id = :batch_id and d.holder_id > :after order by d.holder_id limit :at_most;

-- name: take_entitlements
-- All that a person is entitled to and that has not stopped, held.
select holder_id, programme, place, since, state, paid_through from entitlements.entitlement
where holder_id = :holder_id and state <> 'stopped' order by programme for update;

-- name: stop!
-- Nothing is owed from a month on.
update entitlements.entitlement
set state = 'stopped', state_since = :at, stopped_from = :from_month, stop_reason = :reason
where holder_id = :holder_id and programme = :programme;

-- name: withdraw_dues!
-- Months from a month on that were not yet paid are not owed.
update entitlements.due set withdrawn_at = :at
where holder_id = :holder_id and programme = :programme and month >= :from_month and batch_id is null
  and withdrawn_at is null;

-- name: find_overpaid
-- Months from a month on that went to a bank were not owed.
insert into entitlements.overpayment (holder_id, programme, month, amount_fen, found_at)
select holder_id, programme, month, amount_fen, :at from entitlements.due
where holder_id = :holder_id and programme = :programme and month >= :from_month and batch_id is not null
on conflict (holder_id, programme, month) do nothing
returning month, amount_fen;

-- name: list_overpaid
-- What a person was paid and was not owed.
select programme, month, amount_fen, found_at from entitlements.overpayment
where holder_id = :holder_id order by programme, month;

-- name: events_before
-- What happened to a person's entitlements, newest first, a page at a time.
select event_id, programme, event, happened_at, actor, rule, facts from entitlements.event
where holder_id = :holder_id and (happened_at, event_id) < (:before, :before_event)
order by happened_at desc, event_id desc limit :at_most;

-- name: count_states
-- How many people are in each state of each programme.
select programme, state, CAST(count(*) AS integer) as people from entitlements.entitlement
group by programme, state order by programme, state;

-- name: take_old_seals
-- The next payees that were sealed with another than the newest key.
select holder_id, programme, payee_sealed from entitlements.entitlement
where get_byte(payee_sealed, 0) <> :key_id order by holder_id, programme limit :at_most for update;

-- name: reseal!
-- Put back payees that were sealed again, by the column.
update entitlements.entitlement e set payee_sealed = n.payee_sealed
from unnest(CAST(:holders AS uuid[]), CAST(:programmes AS text[]), CAST(:sealed AS bytea[]))
  as n (holder_id, programme, payee_sealed)
where e.holder_id = n.holder_id and e.programme = n.programme;

-- name: who_is_due
-- Who of these people is within the notice of her place, or has had it.
with law as (
  select * from unnest(CAST(:places AS integer[]), CAST(:notice_days AS integer[])) as l (place, notice_days))
select distinct e.holder_id from entitlements.entitlement e join law l using (place)
where e.holder_id = any(:holders)
  and (e.state in ('noticed', 'suspended')
       or (e.state = 'in_payment' and e.valid_until - l.notice_days <= CAST(:on AS date)))
order by e.holder_id;
