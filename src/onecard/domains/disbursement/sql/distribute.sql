-- A line lies with its holder; its id alone finds the holder from a table of its own. Batches and files are few.
select create_distributed_table('disbursement.line', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('disbursement.event', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('disbursement.news', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('disbursement.by_line', 'line_id', colocate_with => 'none');
-- local: disbursement.bank, disbursement.batch, disbursement.file, disbursement.answer, disbursement.stray
