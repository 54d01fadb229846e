-- name: load_riders
-- What is known of the riders of a batch, with what they spent on the days of the batch.
select holder_id, entries, lone_exits, last_at, last_line, last_scope, spent from transit.load_riders(:holders, :days);

-- name: save_riders$
-- Write the riders of a batch as they are now.
select transit.save_riders(:holders, :entries, :lone_exits, :last_at, :last_line, :last_scope,
  :s_holders, :s_days, :s_scopes, :s_spent_fen);

-- name: prune_spent$
-- Forget days that no upload can bring back any more; returns how many rows.
select transit.prune(:before);
