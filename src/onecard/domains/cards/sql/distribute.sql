-- A card lies with its holder; what is printed or stored on it finds the holder from a table of its own.
select create_distributed_table('cards.card', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('cards.event', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('cards.request', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('cards.half_lock', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('cards.pin', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('cards.by_identifier', 'identifier', colocate_with => 'none');
select create_distributed_table('cards.by_number', 'card_number', colocate_with => 'none');
-- local: cards.tally_delta, cards.tally, cards.production
