-- What the use path may do with the book; run as their owner, so its role needs no right on the table.

create or replace function demo.load_pages(holders uuid[])
returns table (holder_id uuid, days date[])
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select s.holder_id, array_agg(s.day)
  from demo.signature s where s.holder_id = any(holders) group by s.holder_id
$$;

create or replace function demo.save_signatures(holders uuid[], days date[]) returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  insert into demo.signature (holder_id, day)
  select * from unnest(holders, days) on conflict do nothing
$$;

revoke execute on all functions in schema demo from public, onecard_app, onecard_use;
grant execute on all functions in schema demo to onecard_use;
