-- A credential lies with its holder; a place in a list finds the holder from a table of its own.
select create_distributed_table('wallet.credential', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('wallet.entry', 'list_id', colocate_with => 'none');
-- Small rows that live for minutes, and one row a list.
-- local: wallet.offer, wallet.spent_nonce, wallet.ask, wallet.status_list
