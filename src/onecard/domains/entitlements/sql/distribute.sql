-- Everything of an entitlement lies with its holder; how far each programme is paid is one small table.
select create_distributed_table('entitlements.entitlement', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('entitlements.amount', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('entitlements.evidence', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('entitlements.event', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('entitlements.due', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('entitlements.overpayment', 'holder_id', colocate_with => 'residents.resident');
select create_reference_table('entitlements.opened');
