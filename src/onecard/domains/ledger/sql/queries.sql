-- name: post
-- Post a batch; the references that could not be funded.
select unfunded from ledger.post_in_scope(
  :holder_ids::uuid[], :transfer_ids::uuid[], :debits::integer[], :credits::integer[], :amounts::bigint[], :purposes::text[],
  :refs::uuid[], :happened::timestamptz[], :recorded) as unfunded;

-- name: post_bulk!
-- Post a big batch, all or nothing.
select ledger.post_bulk(
  :holder_ids::uuid[], :transfer_ids::uuid[], :debits::integer[], :credits::integer[], :amounts::bigint[], :purposes::text[],
  :refs::uuid[], :happened::timestamptz[], :recorded::timestamptz[]);

-- name: lock_holders!
-- One writer a holder until the transaction ends; read in the next statement.
select ledger.lock_holders(:holder_ids);

-- name: find_answer^
-- The transfer a request key was answered with before.
select * from ledger.find_answer(:holder_id, :request_key);

-- name: remember_request!
-- Remember what a request key was answered with.
select ledger.remember_request(:holder_id, :request_key, :transfer_id, :digest, :recorded_at);

-- name: find_transfer^
-- One transfer of a holder, with how much of it was corrected before.
select t.*, (select coalesce(sum(c.amount_fen), 0)::bigint from ledger.transfer as c
              where c.holder_id = t.holder_id and c.reference = t.transfer_id and c.purpose = 'correction') as corrected_fen
from ledger.transfer as t where t.holder_id = :holder_id and t.transfer_id = :transfer_id;

-- name: list_balances
-- A resident's purses.
select account, b.balance_fen, a.name_zh, a.name_en, b.updated_at
from ledger.balance as b join ledger.account as a using (account)
where b.holder_id = :holder_id order by account;

-- name: list_statement
-- One purse's movements, newest first, each with the balance it left; a page before a given movement.
with movement as (
  select transfer_id, recorded_at, happened_at, purpose, reference,
         case when debit = :account then -amount_fen else amount_fen end as change_fen,
         case when debit = :account then credit else debit end as other
    from ledger.transfer where holder_id = :holder_id and :account in (debit, credit)),
line as (
  select m.*, (b.balance_fen - coalesce(sum(change_fen) over (order by recorded_at desc, transfer_id desc
                 rows between unbounded preceding and 1 preceding), 0))::bigint as balance_after_fen
    from movement as m, ledger.balance as b where b.holder_id = :holder_id and b.account = :account)
select l.transfer_id, l.recorded_at, l.happened_at, l.purpose, l.reference, l.change_fen, l.balance_after_fen, l.other,
       a.name_zh as other_zh, a.name_en as other_en
from line as l join ledger.account as a on a.account = l.other
where :before_at::timestamptz is null or (l.recorded_at, l.transfer_id) < (:before_at::timestamptz, :before_id::uuid)
order by l.recorded_at desc, l.transfer_id desc limit :at_most;

-- name: open_account$
-- Put an account into the chart; nothing where its number is there already.
select ledger.open_account(:account, :agency_id, :kind, :name_zh, :name_en, :at);

-- name: open_revenue_account$
-- The next free revenue account for an operator.
select ledger.open_revenue_account(:agency_id, :name_zh, :name_en, :at);

-- name: lock_chart$
-- Wait for whoever is taking the next free number: the lock of `ledger.open_revenue_account`.
select pg_advisory_xact_lock(51789, 2);

-- name: next_account$
-- The next free number for an institution.
select greatest(coalesce(max(account), 0) + 1, 20000) from ledger.account where account >= 20000;

-- name: find_fund^
-- The account an insurer bears costs from.
select account, agency_id, kind, name_zh, name_en from ledger.account
where agency_id = :agency_id and kind = 'concession' and account >= 20000 order by account limit 1;

-- name: find_account^
-- One line of the chart.
select account, agency_id, kind, name_zh, name_en from ledger.account where account = :account;

-- name: list_accounts
-- The chart, by number.
select account, agency_id, kind, name_zh, name_en from ledger.account order by account;

-- name: account_balance$
-- What came into an account less what went out.
select balance_fen from ledger.account_balance where account = :account;

-- name: open_day$
-- The business day that is open.
select day from ledger.open_day;

-- name: open_day_from$
-- Open a later day, alone; returns the day that is open then.
select ledger.open_day_from(:day);

-- name: roll_up$
-- Drain what batches told into the roll-up; returns how many rows.
select ledger.roll_up();
