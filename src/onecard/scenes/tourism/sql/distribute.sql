-- What is remembered of a person lies with the person.
select create_distributed_table('tourism.pass', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('tourism.visit', 'holder_id', colocate_with => 'residents.resident');
