-- Where a person lies; everything else of a person is colocated with this table.
select create_distributed_table('residents.resident', 'holder_id', colocate_with => 'none');
select create_distributed_table('residents.status', 'holder_id', colocate_with => 'residents.resident');
