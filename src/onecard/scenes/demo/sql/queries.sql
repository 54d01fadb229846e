-- name: load_pages
-- The days on which each holder of the batch has signed.
select holder_id, days from demo.load_pages(CAST(:holders AS uuid[]));

-- name: save_signatures$
-- Write the signatures of the batch.
select demo.save_signatures(CAST(:holders AS uuid[]), CAST(:days AS date[]));
