-- An e-card lies with its holder; a code's pseudonym finds the holder from a table of its own.
select create_distributed_table('ecards.ecard', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ecards.carrier', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('ecards.by_pseudonym', 'pseudonym', colocate_with => 'none');
-- local: ecards.tally_delta, ecards.tally, ecards.revoked
