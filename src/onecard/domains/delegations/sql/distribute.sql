-- A delegation lies with the person for whom somebody acts; whom a delegate acts for lies with the delegate.
select create_distributed_table('delegations.delegation', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('delegations.helping', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('delegations.event', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('delegations.act', 'holder_id', colocate_with => 'residents.resident');
