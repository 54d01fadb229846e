-- name: find_day^
-- A closed day.
select day, closed_at, transfers, gross_fen, net_fen from clearing.day where day = :day;

-- name: first_open_with_flow$
-- The earliest day before this one that has transfers and was not closed.
select min(f.recorded_on) from ledger.agency_flow as f
where f.recorded_on < :day and not exists (select from clearing.day as d where d.day = f.recorded_on);

-- name: days_with_flow
-- Days up to this one that have transfers and were not closed, in order.
select distinct f.recorded_on as day from ledger.agency_flow as f
where f.recorded_on <= :day and not exists (select from clearing.day as d where d.day = f.recorded_on) order by 1;

-- name: gross_of_day
-- What each pair of agencies owes from the day's roll-up; a pair of one agency with itself included.
select payer, payee, sum(amount_fen)::bigint as amount_fen, sum(transfers)::bigint as transfers
from ledger.agency_flow where recorded_on = :day group by payer, payee order by payer, payee;

-- name: gross_of_day_plain
-- The same, by walking every transfer.
select payer, payee, amount_fen, transfers from ledger.agency_flow_plain where recorded_on = :day order by payer, payee;

-- name: add_day!
-- Close a day.
insert into clearing.day (day, closed_at, transfers, gross_fen, net_fen)
values (:day, :closed_at, :transfers, :gross_fen, :net_fen);

-- name: add_positions!
-- The gross positions of a day.
insert into clearing.position (day, payer, payee, amount_fen, transfers)
select :day, * from unnest(:payers::uuid[], :payees::uuid[], :amounts::bigint[], :transfers::bigint[]);

-- name: add_nets!
-- The net positions of a day.
insert into clearing.net (day, agency_id, pays_fen, receives_fen, net_fen)
select :day, agency_id, pays_fen, receives_fen, receives_fen - pays_fen
from unnest(:agencies::uuid[], :pays::bigint[], :receives::bigint[]) as n (agency_id, pays_fen, receives_fen);

-- name: add_payments!
-- The settlement list of a day, numbered in its order.
insert into clearing.payment (day, number, payer, payee, amount_fen)
select :day, number, payer, payee, amount_fen
from unnest(:payers::uuid[], :payees::uuid[], :amounts::bigint[]) with ordinality as p (payer, payee, amount_fen, number);

-- name: add_proof!
-- Remember how a day compared with the plain sum.
insert into clearing.proof (day, proved_at, transfers, gross_fen, differences)
values (:day, :proved_at, :transfers, :gross_fen, :differences);

-- name: list_positions
-- The gross positions of a day.
select payer, payee, amount_fen, transfers from clearing.position where day = :day order by payer, payee;

-- name: list_nets
-- The net positions of a day.
select agency_id, pays_fen, receives_fen from clearing.net where day = :day order by agency_id;

-- name: list_payments
-- The settlement list of a day.
select payer, payee, amount_fen from clearing.payment where day = :day order by number;

-- name: list_statement_lines
-- What one agency owes and is owed from a day, by counterparty, account and purpose.
select case when payer = :agency_id then payee else payer end as counterparty, debit, credit, purpose,
       case when payer = :agency_id then -amount_fen else amount_fen end as change_fen, transfers
from ledger.agency_flow
where recorded_on = :day and :agency_id in (payer, payee) and payer <> payee
order by counterparty, debit, credit, purpose;

-- name: list_days
-- Closed days, newest first.
select day, closed_at, transfers, gross_fen, net_fen, payments, proved_at from clearing.closed_day
order by day desc limit :at_most;

-- name: list_provinces
-- What flowed between provinces on a day.
select payer_province, payee_province, amount_fen, transfers from clearing.by_province
where day = :day order by payer_province, payee_province;

-- name: list_closed
-- All closed days, in order.
select day from clearing.day order by day;

-- name: is_proved$
-- Whether a closed day was compared with its transfers.
select exists (select from clearing.proof where day = :day);
