-- People's money lies with the person; the chart is everywhere; deltas, flow and the open day stay local.
select create_reference_table('ledger.account');
select create_distributed_table('ledger.balance', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ledger.transfer', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ledger.request', 'holder_id', colocate_with => 'residents.resident');
-- local: ledger.delta, ledger.flow, ledger.open_day
