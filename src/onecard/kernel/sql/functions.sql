-- Monthly partitions (Shanghai months) of one table from the month of `first` to the month of `last`; returns how many
-- were made. Attached rather than created in place, so that writers of the other months do not wait.
create or replace function kernel.ensure_months(parent regclass, first date, last date) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  month date;
  space text;
  base text;
  child text;
  made integer := 0;
  bound constant text := '%s 00:00:00+08';
begin
  select n.nspname, c.relname into strict space, base
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = parent and c.relkind = 'p';
  perform pg_advisory_xact_lock(hashtextextended('kernel.ensure_months', parent::oid::bigint));
  for month in select generate_series(date_trunc('month', first::timestamp), last::timestamp, interval '1 month')::date loop
    child := format('%s_%s', base, to_char(month, 'YYYY_MM'));
    if to_regclass(format('%I.%I', space, child)) is null then
      execute format('create table %I.%I (like %s including defaults including constraints)', space, child, parent);
      execute format('alter table %s attach partition %I.%I for values from (%L) to (%L)', parent, space, child,
                     format(bound, month), format(bound, (month + interval '1 month')::date));
      made := made + 1;
    end if;
  end loop;
  return made;
end
$$;
revoke all on function kernel.ensure_months(regclass, date, date) from public;
grant execute on function kernel.ensure_months(regclass, date, date) to onecard_app;

-- Which files were applied is no secret: readiness asks.
grant select on kernel.migration to onecard_app;

-- The same for every table of ours that is partitioned by time.
create or replace function kernel.ensure_all_months(first date, last date) returns integer
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select coalesce(sum(kernel.ensure_months(p.partrelid, first, last)), 0)::integer
    from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
   where p.partstrat = 'r' and not c.relispartition and pg_has_role(c.relowner, 'usage')
$$;
revoke all on function kernel.ensure_all_months(date, date) from public;
grant execute on function kernel.ensure_all_months(date, date) to onecard_app;
