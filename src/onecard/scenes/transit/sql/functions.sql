-- What the use path may do with the riders' memory; run as their owner, so its role needs no right on the tables.
-- Nobody's open halves come back as null, which costs no reading.
-- A day's spending is read for the days asked for and for the days of trips that still wait for their end.
-- No plan may scan a table: where it is made while they are nearly empty it is kept while they grow.

create or replace function transit.load_riders(holders uuid[], days date[])
returns table (holder_id uuid, entries jsonb, lone_exits jsonb, last_at timestamptz, last_line text, last_scope text, spent jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
as $$
  select r.holder_id, nullif(r.entries, '[]'), nullif(r.lone_exits, '[]'), r.last_at, r.last_line, r.last_scope,
    (select jsonb_agg(jsonb_build_array(s.day, s.scope, s.spent_fen))
     from transit.spent s
     where s.holder_id = r.holder_id
       and (s.day = any(days) or s.day in (
         select ((e ->> 'at')::timestamptz at time zone 'Asia/Shanghai')::date from jsonb_array_elements(r.entries) e)))
  from transit.rider r where r.holder_id = any(holders)
$$;

create or replace function transit.save_riders(
  holders uuid[], entries jsonb[], lone_exits jsonb[], last_at timestamptz[], last_line text[], last_scope text[],
  s_holders uuid[], s_days date[], s_scopes text[], s_spent_fen bigint[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  insert into transit.rider as r (holder_id, entries, lone_exits, last_at, last_line, last_scope)
  select t.holder_id, coalesce(t.entries, '[]'), coalesce(t.lone_exits, '[]'), t.last_at, t.last_line, t.last_scope
  from unnest(holders, entries, lone_exits, last_at, last_line, last_scope)
    as t (holder_id, entries, lone_exits, last_at, last_line, last_scope)
  on conflict (holder_id) do update
  set entries = excluded.entries, lone_exits = excluded.lone_exits,
    last_at = excluded.last_at, last_line = excluded.last_line, last_scope = excluded.last_scope;

  insert into transit.spent as s (holder_id, day, scope, spent_fen)
  select * from unnest(s_holders, s_days, s_scopes, s_spent_fen)
  on conflict (holder_id, day, scope) do update set spent_fen = excluded.spent_fen;
$$;

-- Days that no upload can bring back any more are forgotten.
create or replace function transit.prune(before date) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  select kernel.system_only();
  with gone as (delete from transit.spent where day < before returning 1) select count(*) from gone
$$;

revoke execute on all functions in schema transit from public, onecard_app, onecard_use;
grant execute on function transit.load_riders, transit.save_riders to onecard_use;
grant execute on function transit.prune to onecard_app;
