-- What is remembered of a person lies with the person.
select create_distributed_table('transit.rider', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('transit.spent', 'holder_id', colocate_with => 'residents.resident');
