-- What the changes added is taken and summed up; returns how many rows were taken. Run by the worker.
create or replace function cards.roll_up() returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select kernel.system_only();
  with taken as (delete from cards.tally_delta returning province, holders),
  summed as (
    insert into cards.tally as t (province, holders)
    select province, sum(holders) from taken group by province
    on conflict (province) do update set holders = t.holders + excluded.holders
    returning 1)
  select count(*) from taken
$$;
revoke execute on function cards.roll_up() from public;
grant execute on function cards.roll_up() to onecard_app;
