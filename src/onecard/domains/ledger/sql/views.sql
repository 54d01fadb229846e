-- Views read. None of these shows a person.

-- What flowed by day and pair of accounts, drained or not yet.
create or replace view ledger.all_flow as
select recorded_on, debit, credit, purpose, sum(amount_fen)::bigint as amount_fen, sum(transfers)::bigint as transfers
  from (select recorded_on, debit, credit, purpose, amount_fen, transfers from ledger.flow
        union all select recorded_on, debit, credit, purpose, amount_fen, transfers from ledger.delta) as told
 group by recorded_on, debit, credit, purpose;

-- The balance of every account of the chart: what came in less what went out. A purse's is that of all its residents.
create or replace view ledger.account_balance as
select account, a.agency_id, a.kind, a.name_zh, a.name_en,
       coalesce(sum(side.change), 0)::bigint as balance_fen, coalesce(sum(side.transfers), 0)::bigint as transfers
  from ledger.account as a
  left join (select debit as account, -amount_fen as change, transfers from ledger.all_flow
             union all select credit, amount_fen, transfers from ledger.all_flow) as side using (account)
 group by account, a.agency_id, a.kind, a.name_zh, a.name_en;

-- What agencies owe each other by day and purpose, from the drained roll-up: the debit's agency pays the credit's.
create or replace view ledger.agency_flow as
select f.recorded_on, payer.agency_id as payer, payee.agency_id as payee, f.debit, f.credit, f.purpose,
       f.amount_fen, f.transfers
  from ledger.flow as f
  join ledger.account as payer on payer.account = f.debit
  join ledger.account as payee on payee.account = f.credit;

-- The same the plain way, by walking every transfer: for proofs, not for pages.
create or replace view ledger.agency_flow_plain as
select t.recorded_on, payer.agency_id as payer, payee.agency_id as payee,
       sum(t.amount_fen)::bigint as amount_fen, count(*) as transfers
  from ledger.transfer as t
  join ledger.account as payer on payer.account = t.debit
  join ledger.account as payee on payee.account = t.credit
 group by t.recorded_on, payer.agency_id, payee.agency_id;

-- Every request key that was answered, as whether its transfer is there.
create or replace view ledger.answered_request as
select r.transfer_id, t.transfer_id is not null as posted
  from ledger.request as r left join ledger.transfer as t using (holder_id, recorded_at, transfer_id);

grant select on ledger.answered_request to onecard_app;
grant select on ledger.all_flow, ledger.account_balance, ledger.agency_flow, ledger.agency_flow_plain to onecard_app;
grant select on ledger.account_balance, ledger.agency_flow to onecard_board;
