-- What the batches added is taken and summed up; returns how many rows were taken. Run by the worker.
create or replace function ecards.roll_up() returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select kernel.system_only();
  with taken as (delete from ecards.tally_delta returning province, ecards),
  summed as (
    insert into ecards.tally as t (province, ecards)
    select province, sum(ecards) from taken group by province
    on conflict (province) do update set ecards = t.ecards + excluded.ecards
    returning 1)
  select count(*) from taken
$$;
revoke execute on function ecards.roll_up() from public;
grant execute on function ecards.roll_up() to onecard_app;
