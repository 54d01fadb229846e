-- What is remembered of a person lies with the person.
select create_distributed_table('demo.signature', 'holder_id', colocate_with => 'residents.resident');
