-- name: on_its_way_is_set_aside
-- For each bank's province: what stands on the account for money on its way, and the lines that are on their way.
with outstanding as (
  select 10000 + k.province * 10 + 4 as account,
         coalesce(sum(l.amount_fen) filter (where l.state in ('instructed', 'sent', 'accepted')), 0)::bigint as fen
    from disbursement.bank as k
    left join disbursement.batch as b using (bank)
    left join disbursement.line as l using (batch_id)
   group by k.province)
select o.account, o.fen as lines_fen, coalesce(a.balance_fen, 0)::bigint as ledger_fen
from outstanding as o left join ledger.account_balance as a using (account)
where o.fen <> coalesce(a.balance_fen, 0) or :all;

-- name: batches_conserve^
-- The fen of the latest line of every chain add up to what the batch was approved with.
select count(*) as checked, count(*) filter (where told is distinct from amount_fen) as broken,
       (array_agg(batch_id::text) filter (where told is distinct from amount_fen))[1 : 3] as samples
from (select b.batch_id, b.amount_fen, sum(l.amount_fen) filter (where l.reissued_as is null)::bigint as told
        from disbursement.batch as b join disbursement.line as l using (batch_id) group by b.batch_id, b.amount_fen) as t;

-- name: paid_once^
-- No source line is with its payee twice.
select count(*) as checked, count(*) filter (where paid > 1) as broken,
       (array_agg(source) filter (where paid > 1))[1 : 3] as samples
from (select source, count(*) filter (where state = 'paid') as paid
        from disbursement.line group by holder_id, programme, period, source) as t;

-- name: lines_match_transfers^
-- What each line moved by the ledger is what its state says.
with moved as (
  select holder_id, reference as line_id,
         sum(case purpose when 'payout_set_aside' then amount_fen when 'payout_taken_back' then -amount_fen
             when 'payout_given_back' then -amount_fen else 0 end)::bigint as away,
         sum(case purpose when 'payout_paid' then amount_fen when 'payout_given_back' then -amount_fen else 0 end)::bigint as paid
    from ledger.transfer
   where purpose in ('payout_set_aside', 'payout_paid', 'payout_taken_back', 'payout_given_back')
   group by holder_id, reference),
judged as (
  select l.line_id,
         coalesce(m.away, 0) <> case when l.state in ('instructed', 'sent', 'accepted', 'paid') then l.amount_fen else 0 end
         or coalesce(m.paid, 0) <> case when l.state = 'paid' then l.amount_fen else 0 end as wrong
    from disbursement.line as l left join moved as m using (holder_id, line_id))
select count(*) as checked, count(*) filter (where wrong) as broken,
       (array_agg(line_id::text) filter (where wrong))[1 : 3] as samples
from judged;
