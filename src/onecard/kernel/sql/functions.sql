-- The second wall inside functions that run as their owner and so look past the policies: each that the doors' role may
-- call begins with one of these two, so that a scope reaches no further through a function than through a table.
create or replace function kernel.system_only() returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if current_setting('onecard.actor', true) is distinct from 'system' then
    raise insufficient_privilege using message = 'only the system may do this';
  end if;
end
$$;

-- The system acts for any holder, a resident for herself, nobody else for anybody.
create or replace function kernel.own_or_system(variadic holders uuid[]) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
declare
  actor constant text := current_setting('onecard.actor', true);
  own constant text := current_setting('onecard.holder', true);
begin
  if actor is distinct from 'system' and (actor is distinct from 'resident' or exists (
      select from unnest(holders) as holder where holder::text is distinct from own)) then
    raise insufficient_privilege using message = 'only the holder herself or the system may do this';
  end if;
end
$$;
revoke all on function kernel.system_only(), kernel.own_or_system(uuid[]) from public;

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
revoke all on function kernel.ensure_months(regclass, date, date) from public, onecard_app;

-- Which files were applied is no secret: readiness asks.
grant select on kernel.migration to onecard_app;

-- The same for every table of ours that is partitioned by time.
create or replace function kernel.ensure_all_months(first date, last date) returns integer
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select kernel.system_only();
  select coalesce(sum(kernel.ensure_months(p.partrelid, first, last)), 0)::integer
    from pg_partitioned_table p join pg_class c on c.oid = p.partrelid
   where p.partstrat = 'r' and not c.relispartition and pg_has_role(c.relowner, 'usage')
$$;
revoke all on function kernel.ensure_all_months(date, date) from public;
grant execute on function kernel.ensure_all_months(date, date) to onecard_app;

-- Append entries to the audit trail; there is no way to change or take back one.
create or replace function kernel.append_audit(entries jsonb) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select kernel.system_only();
  insert into kernel.audit (entry_id, happened_at, actor, verb, about, facts)
  select entry_id, happened_at, actor, verb, about, facts
    from jsonb_to_recordset(entries)
      as new (entry_id uuid, happened_at timestamptz, actor text, verb text, about text, facts jsonb)
$$;

-- Seal one entry, and only at the end of the chain.
create or replace function kernel.append_audit_seal(link kernel.audit_seal) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform kernel.system_only();
  if link.sequence <> 1 + (select coalesce(max(sequence), 0) from kernel.audit_seal) then
    raise exception 'seal % does not follow the end of the chain', link.sequence using errcode = '40001';
  end if;
  insert into kernel.audit_seal values (link.sequence, link.entry_id, link.key_id, link.seal_before, link.seal);
end
$$;
revoke all on function kernel.append_audit, kernel.append_audit_seal from public;
grant execute on function kernel.append_audit, kernel.append_audit_seal to onecard_app;
