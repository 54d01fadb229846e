-- Each answers with one row: how many things were looked at, how many are wrong, and the first few of those. One
-- statement sees one moment, so a check is true also while money moves.

-- name: balances_are_sums^
-- Each purse holds what came in less what went out.
with moved as (
  select holder_id, account, sum(change) as change
    from (select holder_id, debit as account, -amount_fen as change from ledger.transfer where debit < 10000
          union all select holder_id, credit, amount_fen from ledger.transfer where credit < 10000) as side
   group by holder_id, account)
select count(*) as checked,
       count(*) filter (where coalesce(balance_fen, 0) <> coalesce(change, 0)) as broken,
       (array_agg(holder_id || ' ' || account) filter (where coalesce(balance_fen, 0) <> coalesce(change, 0)))[1 : 3] as samples
from ledger.balance full join moved using (holder_id, account);

-- name: balances_not_negative^
-- No purse is below zero.
select count(*) as checked, count(*) filter (where balance_fen < 0) as broken,
       (array_agg(holder_id || ' ' || account) filter (where balance_fen < 0))[1 : 3] as samples
from ledger.balance;

-- name: purses_exist^
-- Whoever paid from or was paid into a purse has the row that keeps its balance.
with touched as (
  select holder_id, debit as account from ledger.transfer where debit < 10000
  union select holder_id, credit from ledger.transfer where credit < 10000)
select count(*) as checked, count(*) filter (where b.holder_id is null) as broken,
       (array_agg(t.holder_id || ' ' || t.account) filter (where b.holder_id is null))[1 : 3] as samples
from touched as t left join ledger.balance as b using (holder_id, account);

-- name: roll_up_agrees^
-- The roll-up and what waits for it add up to the transfers, by day, pair of accounts and purpose.
with plain as (
  select recorded_on, debit, credit, purpose, sum(amount_fen) as amount_fen, count(*) as transfers
    from ledger.transfer group by recorded_on, debit, credit, purpose),
pair as (
  select recorded_on, debit, credit, purpose,
         (p.amount_fen, p.transfers) is distinct from (f.amount_fen, f.transfers) as wrong
    from plain as p full join ledger.all_flow as f using (recorded_on, debit, credit, purpose))
select count(*) as checked, count(*) filter (where wrong) as broken,
       (array_agg(recorded_on || ' ' || debit || '→' || credit || ' ' || purpose) filter (where wrong))[1 : 3] as samples
from pair;

-- name: total_is_zero^
-- All purses and all institutions together hold nothing: money is only ever moved.
with total as (
  select (select coalesce(sum(balance_fen), 0) from ledger.balance)
         + (select coalesce(sum(balance_fen), 0) from ledger.account_balance where account >= 10000) as fen)
select (select count(*) from ledger.balance) + (select count(*) from ledger.account where account >= 10000) as checked,
       (fen <> 0)::integer as broken, case when fen <> 0 then array[fen || ' fen'] end as samples
from total;

-- name: accounts_in_chart^
-- Transfers run between accounts of the chart only.
with used as (
  select debit as account from ledger.transfer union select credit from ledger.transfer)
select count(*) as checked, count(*) filter (where a.account is null) as broken,
       (array_agg(used.account::text) filter (where a.account is null))[1 : 3] as samples
from used left join ledger.account as a using (account);

-- name: days_in_order^
-- No transfer counts for a business day before the day it was recorded.
select count(*) as checked,
       count(*) filter (where recorded_on < (recorded_at at time zone 'Asia/Shanghai')::date) as broken,
       (array_agg(transfer_id::text) filter (where recorded_on < (recorded_at at time zone 'Asia/Shanghai')::date))[1 : 3]
         as samples
from ledger.transfer;

-- name: amounts_are_positive^
-- Each transfer moves more than nothing, between two different accounts.
select count(*) as checked, count(*) filter (where amount_fen <= 0 or debit = credit) as broken,
       (array_agg(transfer_id::text) filter (where amount_fen <= 0 or debit = credit))[1 : 3] as samples
from ledger.transfer;

-- name: transfers_are_once^
-- No transfer of a holder was posted twice.
with transfer as (
  select transfer_id, count(*) as times from ledger.transfer group by holder_id, transfer_id)
select count(*) as checked, count(*) filter (where times > 1) as broken,
       (array_agg(transfer_id::text) filter (where times > 1))[1 : 3] as samples
from transfer;

-- name: corrections_fit^
-- What was corrected of a transfer is not more than the transfer.
with corrected as (
  select t.transfer_id, t.amount_fen, sum(c.amount_fen) as corrected_fen
    from ledger.transfer as c
    join ledger.transfer as t on t.holder_id = c.holder_id and t.transfer_id = c.reference
   where c.purpose = 'correction' and c.transfer_id <> t.transfer_id
   group by t.holder_id, t.transfer_id, t.amount_fen)
select count(*) as checked, count(*) filter (where corrected_fen > amount_fen) as broken,
       (array_agg(transfer_id::text) filter (where corrected_fen > amount_fen))[1 : 3] as samples
from corrected;

-- name: requests_have_transfers^
-- Each request key that was answered has its transfer.
select count(*) as checked, count(*) filter (where not posted) as broken,
       (array_agg(transfer_id::text) filter (where not posted))[1 : 3] as samples
from ledger.answered_request;
