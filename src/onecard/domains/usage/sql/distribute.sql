-- A use and its burnt code lie with the holder. The answer to a sequence number cannot: a refusal may have no holder,
-- and a terminal asks by its own number. It has its own distribution, so a use writes to two shards and commits in two
-- phases (measured at 1.4 to 1.8 times the cost of one).
select create_distributed_table('usage.use', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('usage.burnt', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('usage.answer', 'point_id', colocate_with => 'none');
-- local: usage.tally_delta, usage.tally
