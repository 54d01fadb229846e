-- An e-card lies with its holder; a code's pseudonym finds the holder from a table of its own.
select create_distributed_table('ecards.ecard', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ecards.carrier', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ecards.by_pseudonym', 'pseudonym', colocate_with => 'none');
select create_distributed_table('ecards.event', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ecards.channel', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ecards.reset_code', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ecards.message', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ecards.check_in', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ecards.ticket', 'point_id', colocate_with => 'none');
-- local: ecards.tally_delta, ecards.tally, ecards.revoked, ecards.held_back, ecards.handover
