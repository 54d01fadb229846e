-- A look lies with the person it was about; the ends of the chains are few and stay local.
select create_distributed_table('sharing.look', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('sharing.objection', 'holder_id', colocate_with => 'residents.resident');
-- local: sharing.chain
