-- What gates and the pass desk may do; run as their owner, so that no role needs to write the tables.

-- The visitors of a batch: passes newest first (refunded ones left out), and the visits on the days asked for.
-- No plan may scan a table: where it is made while they are nearly empty it is kept while they grow.
create or replace function tourism.load_visitors(holders uuid[], days date[])
returns table (holder_id uuid, passes jsonb, visits jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
as $$
  select p.holder_id,
    jsonb_agg(to_jsonb(p) - array['holder_id', 'ends_on', 'recorded_at'] order by p.bought desc, p.pass_id),
    (select jsonb_agg(jsonb_build_array(v.pass_id, v.site, v.day, v.visits))
     from tourism.visit v where v.holder_id = p.holder_id and v.day = any(days))
  from tourism.pass p
  where p.holder_id = any(holders) and p.refunded is null
  group by p.holder_id
$$;

create or replace function tourism.save_visits(visits jsonb) returns void
language sql security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
as $$
  insert into tourism.visit as v (holder_id, pass_id, site, day, visits)
  select t.holder_id, t.pass_id, t.site, t.day, t.number
  from jsonb_to_recordset(visits) as t (holder_id uuid, pass_id uuid, site text, day date, number integer)
  on conflict (holder_id, pass_id, site, day) do update set visits = excluded.visits;

  update tourism.pass p set spent_fen = t.spent_fen
  from jsonb_to_recordset(visits) as t (holder_id uuid, pass_id uuid, spent_fen bigint)
  where p.holder_id = t.holder_id and p.pass_id = t.pass_id and p.spent_fen <> t.spent_fen;
$$;

-- A pass is written when it is sold, and again when a date is added to it; what it was sold on never changes.
create or replace function tourism.save_pass(
  holder uuid, pass uuid, of_alliance text, escrow_account integer, bought_on date, price bigint,
  activated_on date, refunded_on date, settled_on date, ends date, recorded timestamptz)
returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  select kernel.own_or_system(holder);
  insert into tourism.pass as p (
    holder_id, pass_id, alliance, escrow, bought, price_fen, activated, refunded, settled, ends_on, recorded_at)
  values (holder, pass, of_alliance, escrow_account, bought_on, price, activated_on, refunded_on, settled_on, ends, recorded)
  on conflict (holder_id, pass_id) do update
  set activated = excluded.activated, refunded = excluded.refunded, settled = excluded.settled, ends_on = excluded.ends_on
$$;

create or replace function tourism.save_settled(holders uuid[], passes uuid[], days date[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  select kernel.system_only();
  update tourism.pass p set settled = t.day
  from unnest(holders, passes, days) as t (holder_id, pass_id, day)
  where p.holder_id = t.holder_id and p.pass_id = t.pass_id
$$;

revoke execute on all functions in schema tourism from public, onecard_app, onecard_use;
grant execute on function tourism.load_visitors, tourism.save_visits to onecard_use;
grant execute on function tourism.save_pass, tourism.save_settled to onecard_app;
