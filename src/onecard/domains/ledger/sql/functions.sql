-- Functions write. Money moves through ledger.post_locked and post_bulk, and nothing else: whole fen, in the caller's transaction.

-- One writer a holder: an advisory lock to the end of the transaction on 64 bits of each distinct holder, in sorted
-- order so that two batches never wait for each other in a ring. What you decide on, read in the NEXT statement:
-- the snapshot of the one that takes a lock is older than the lock.
create or replace function ledger.lock_holders(holder_ids uuid[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_advisory_xact_lock(key)
    from (select distinct uuid_hash_extended(id, 0) as key from unnest(holder_ids) as id order by 1) as keys;
end $$;

-- References that cannot be funded, walked in the order the batch names them: each whole reference is taken or left,
-- and what is left uses up nothing. The purses are the few that cannot pay for everything the batch asks of them.
create or replace function ledger.find_unfunded(
  purse_holders uuid[], purse_accounts integer[], left_fen bigint[],
  holder_ids uuid[], debits integer[], credits integer[], amounts bigint[], refs uuid[]
) returns uuid[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare
  step record;
  unfunded uuid[] := '{}';
begin
  for step in
    with line as (
      select * from unnest(holder_ids, debits, credits, amounts, refs) with ordinality
        as l (holder_id, debit, credit, amount, ref, ord)),
    side as (
      select ref, ord, holder_id, debit as account, -amount as change from line where debit < 10000
      union all select ref, ord, holder_id, credit, amount from line where credit < 10000),
    net as (
      select ref, purse.nr, sum(change)::bigint as change, min(ord) as ord
        from side join unnest(purse_holders, purse_accounts) with ordinality as purse (holder_id, account, nr)
          using (holder_id, account)
       group by ref, purse.nr)
    select ref, array_agg(nr::integer order by nr) as purses, array_agg(change order by nr) as changes
      from net group by ref order by min(ord)
  loop
    if exists (select from unnest(step.purses, step.changes) as n (nr, change) where left_fen[nr] + change < 0) then
      unfunded := unfunded || step.ref;
    else
      for i in 1 .. cardinality(step.purses) loop
        left_fen[step.purses[i]] := left_fen[step.purses[i]] + step.changes[i];
      end loop;
    end if;
  end loop;
  return unfunded;
end $$;

-- Refuses a transfer between accounts that nobody opened.
create or replace function ledger.require_accounts(accounts integer[]) returns void
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from unnest(accounts) as used (account) where not exists (
      select from ledger.account as a where a.account = used.account)) then
    raise foreign_key_violation using message = 'a transfer names an account that is not in the chart';
  end if;
end $$;

-- The writing statement: balances, transfers and the delta of one batch, without the references in `unfunded`; where
-- that is null nobody has looked yet, and each purse must pay for all its debits before anything comes in.
-- A purse that cannot, or a balance that moved since it was read, fails the batch (40001); nothing goes below zero.
create or replace function ledger.write_batch(
  holder_ids uuid[], transfer_ids uuid[], debits integer[], credits integer[], amounts bigint[], purposes text[],
  refs uuid[], happened timestamptz[], recorded timestamptz, day date, unfunded uuid[]
) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_mergejoin = off set jit = off as $$
declare
  changed bigint;
  moved bigint;
  accounts integer[];
begin
  with line as materialized (
    select * from unnest(holder_ids, transfer_ids, debits, credits, amounts, purposes, refs, happened)
        as l (holder_id, transfer_id, debit, credit, amount, purpose, ref, happened_at)
     where ref not in (select unnest(unfunded))),
  change as materialized (
    select holder_id, account, sum(change)::bigint as change, sum(least(change, 0))::bigint as debits
      from (select holder_id, debit as account, -amount as change from line where debit < 10000
            union all select holder_id, credit, amount from line where credit < 10000) as side
     group by holder_id, account order by holder_id, account),
  moved as (
    update ledger.balance as b set balance_fen = b.balance_fen + c.change, updated_at = recorded
      from change as c
     where b.holder_id = c.holder_id and b.account = c.account
       and b.balance_fen + case when unfunded is null then c.debits else c.change end >= 0
    returning 1),
  posted as (
    insert into ledger.transfer (holder_id, recorded_at, transfer_id, recorded_on, debit, credit, amount_fen, purpose,
      reference, happened_at)
    select holder_id, recorded, transfer_id, day, debit, credit, amount, purpose, ref, happened_at from line),
  flow as materialized (
    select debit, credit, purpose, sum(amount)::bigint as amount_fen, count(*)::integer as transfers
      from line group by debit, credit, purpose),
  told as (
    insert into ledger.delta (delta_id, recorded_on, debit, credit, purpose, amount_fen, transfers)
    select gen_random_uuid(), day, debit, credit, purpose, amount_fen, transfers from flow)
  select (select count(*) from change), (select count(*) from moved),
         (select array_agg(debit) || array_agg(credit) from flow)
    into changed, moved, accounts;
  perform ledger.require_accounts(accounts);
  if moved < changed then
    raise serialization_failure using message = 'a balance moved while the batch was posted; try again';
  end if;
end $$;

-- The slow way, for a batch in which a purse is short or new: makes the purses that are credited for the first time,
-- finds the references that cannot be funded and posts the rest.
create or replace function ledger.post_carefully(
  holder_ids uuid[], transfer_ids uuid[], debits integer[], credits integer[], amounts bigint[], purposes text[],
  refs uuid[], happened timestamptz[], recorded timestamptz, day date
) returns uuid[]
language plpgsql security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_mergejoin = off set jit = off as $$
declare
  poor_holders uuid[];
  poor_accounts integer[];
  poor_balances bigint[];
  unfunded uuid[];
begin
  with asked as (
    select holder_id, account, sum(amount) as amount
      from unnest(holder_ids, debits, amounts) as l (holder_id, account, amount)
     where account < 10000 group by holder_id, account)
  select array_agg(holder_id), array_agg(account), array_agg(coalesce(balance_fen, 0))
    into poor_holders, poor_accounts, poor_balances
    from asked left join ledger.balance using (holder_id, account) where amount > coalesce(balance_fen, 0);
  unfunded := ledger.find_unfunded(poor_holders, poor_accounts, poor_balances, holder_ids, debits, credits, amounts, refs);
  insert into ledger.balance (holder_id, account, balance_fen, updated_at)
  select distinct holder_id, account, 0, recorded
    from (select * from unnest(holder_ids, credits, refs) as c (holder_id, account, ref)
          union all select * from unnest(holder_ids, debits, refs)) as side
   where account < 10000 and ref not in (select unnest(unfunded))
   order by holder_id, account
  on conflict (holder_id, account) do nothing;
  perform ledger.write_batch(holder_ids, transfer_ids, debits, credits, amounts, purposes, refs, happened, recorded,
    day, unfunded);
  return unfunded;
end $$;

-- Posts a batch of transfers of holders whose locks are held, all or nothing for each reference; answers with the
-- references that could not be funded and of which nothing was posted. A purse (an account below 10000) never goes below
-- zero. The shared lock holds the open day open to the end of the transaction; closing a day takes the same lock alone.
create or replace function ledger.post_locked(
  holder_ids uuid[], transfer_ids uuid[], debits integer[], credits integer[], amounts bigint[], purposes text[],
  refs uuid[], happened timestamptz[], recorded timestamptz
) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  day date;
begin
  perform pg_advisory_xact_lock_shared(51789, 1);
  select greatest((recorded at time zone 'Asia/Shanghai')::date, (select o.day from ledger.open_day as o)) into day;
  begin
    perform ledger.write_batch(holder_ids, transfer_ids, debits, credits, amounts, purposes, refs, happened, recorded,
      day, null);
  exception when serialization_failure then
    return query select unnest(ledger.post_carefully(
      holder_ids, transfer_ids, debits, credits, amounts, purposes, refs, happened, recorded, day));
  end;
end $$;

-- The same for who holds no locks yet.
create or replace function ledger.post(
  holder_ids uuid[], transfer_ids uuid[], debits integer[], credits integer[], amounts bigint[], purposes text[],
  refs uuid[], happened timestamptz[], recorded timestamptz
) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform ledger.lock_holders(holder_ids);
  return query select * from ledger.post_locked(
    holder_ids, transfer_ids, debits, credits, amounts, purposes, refs, happened, recorded);
end $$;

-- The same for the doors: the system posts anything, a resident what leaves her own purses, nobody else anything.
create or replace function ledger.post_in_scope(
  holder_ids uuid[], transfer_ids uuid[], debits integer[], credits integer[], amounts bigint[], purposes text[],
  refs uuid[], happened timestamptz[], recorded timestamptz
) returns setof uuid
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform kernel.own_or_system(variadic holder_ids);
  if 10000 <= any (debits) then
    perform kernel.system_only();
  end if;
  return query select * from ledger.post(
    holder_ids, transfer_ids, debits, credits, amounts, purposes, refs, happened, recorded);
end $$;

-- A big batch at once, all of it or nothing (OC010 where a purse would end below zero); each row with its own instant of
-- recording. It takes no holder locks, which would be a million: row locks in sorted order and the condition on the
-- balance keep every purse right, and whoever decided on a balance read before is told to try again.
create or replace function ledger.post_bulk(
  holder_ids uuid[], transfer_ids uuid[], debits integer[], credits integer[], amounts bigint[], purposes text[],
  refs uuid[], happened timestamptz[], recorded timestamptz[]
) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
  set plan_cache_mode = force_custom_plan set jit = off as $$
declare
  open_on date;
  changed bigint;
  moved bigint;
  accounts integer[];
begin
  perform kernel.system_only();
  perform pg_advisory_xact_lock_shared(51789, 1);
  select o.day into open_on from ledger.open_day as o;
  insert into ledger.balance (holder_id, account, balance_fen, updated_at)
  select holder_id, account, 0, min(recorded_at)
    from (select * from unnest(holder_ids, debits, recorded) as d (holder_id, account, recorded_at)
          union all select * from unnest(holder_ids, credits, recorded)) as side
   where account < 10000
     and not exists (select from ledger.balance as b where b.holder_id = side.holder_id and b.account = side.account)
   group by holder_id, account order by holder_id, account
  on conflict (holder_id, account) do nothing;
  with line as materialized (
    select holder_id, transfer_id, debit, credit, amount, purpose, ref, happened_at, recorded_at,
           greatest((recorded_at at time zone 'Asia/Shanghai')::date, open_on) as day
      from unnest(holder_ids, transfer_ids, debits, credits, amounts, purposes, refs, happened, recorded)
        as l (holder_id, transfer_id, debit, credit, amount, purpose, ref, happened_at, recorded_at)),
  change as materialized (
    select holder_id, account, sum(change)::bigint as change, max(recorded_at) as recorded_at
      from (select holder_id, debit as account, -amount as change, recorded_at from line where debit < 10000
            union all select holder_id, credit, amount, recorded_at from line where credit < 10000) as side
     group by holder_id, account),
  held as materialized (
    select b.holder_id, b.account, c.change, c.recorded_at
      from ledger.balance as b join change as c using (holder_id, account)
     where b.balance_fen + c.change >= 0
     order by b.holder_id, b.account for update of b),
  moved as (
    update ledger.balance as b
       set balance_fen = b.balance_fen + h.change, updated_at = greatest(b.updated_at, h.recorded_at)
      from held as h
     where b.holder_id = h.holder_id and b.account = h.account
    returning 1),
  posted as (
    insert into ledger.transfer (holder_id, recorded_at, transfer_id, recorded_on, debit, credit, amount_fen, purpose,
      reference, happened_at)
    select holder_id, recorded_at, transfer_id, day, debit, credit, amount, purpose, ref, happened_at
      from line order by recorded_at, holder_id),
  flow as materialized (
    select day, debit, credit, purpose, sum(amount)::bigint as amount_fen, count(*)::integer as transfers
      from line group by day, debit, credit, purpose),
  told as (
    insert into ledger.delta (delta_id, recorded_on, debit, credit, purpose, amount_fen, transfers)
    select gen_random_uuid(), day, debit, credit, purpose, amount_fen, transfers from flow)
  select (select count(*) from change), (select count(*) from moved),
         (select array_agg(debit) || array_agg(credit) from flow)
    into changed, moved, accounts;
  perform ledger.require_accounts(accounts);
  if moved < changed then
    raise exception 'a purse would end below zero' using errcode = 'OC010';
  end if;
end $$;

-- The transfer that a request key was answered with, and the digest of what was asked.
create or replace function ledger.find_answer(holder uuid, request_key text)
returns table (digest bytea, transfer_id uuid, recorded_at timestamptz, recorded_on date, debit integer, credit integer,
  amount_fen bigint, purpose text, reference uuid, happened_at timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select kernel.own_or_system(holder);
  select r.digest, t.transfer_id, t.recorded_at, t.recorded_on, t.debit, t.credit, t.amount_fen, t.purpose, t.reference,
         t.happened_at
    from ledger.request as r join ledger.transfer as t using (holder_id, recorded_at, transfer_id)
   where r.holder_id = holder and r.request_key = $2
$$;

-- Remembers what a request key was answered with.
create or replace function ledger.remember_request(
  holder uuid, request_key text, transfer uuid, digest bytea, recorded timestamptz) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select kernel.own_or_system(holder);
  insert into ledger.request (holder_id, request_key, transfer_id, digest, recorded_at)
  values (holder, request_key, transfer, digest, recorded)
$$;

-- Opens an account; nothing where the number is in the chart already (whoever asks compares).
create or replace function ledger.open_account(
  account integer, agency uuid, kind text, name_zh text, name_en text, recorded timestamptz
) returns boolean
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select kernel.system_only();
  insert into ledger.account (account, agency_id, kind, name_zh, name_en, recorded_at)
  values ($1, agency, $3, $4, $5, recorded) on conflict do nothing returning true
$$;

-- Opens the next free revenue account (from 20000 up) for an operator.
create or replace function ledger.open_revenue_account(
  agency uuid, name_zh text, name_en text, recorded timestamptz) returns integer
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select kernel.system_only();
  select pg_advisory_xact_lock(51789, 2);
  insert into ledger.account (account, agency_id, kind, name_zh, name_en, recorded_at)
  select greatest(coalesce(max(a.account), 0) + 1, 20000), agency, 'revenue', $2, $3, recorded
    from ledger.account as a where a.account >= 20000
  returning account
$$;

-- Moves the open day forward, alone: waits for every posting that holds it and lets nobody in until the transaction
-- ends. A day that is open already, or past, stays as it is. Returns the day that is open now.
create or replace function ledger.open_day_from(wanted date) returns date
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  now_open date;
begin
  perform kernel.system_only();
  perform pg_advisory_xact_lock(51789, 1);
  update ledger.open_day set day = wanted where day < wanted;
  select day into now_open from ledger.open_day;
  return now_open;
end $$;

-- Drains what batches told into the roll-up, in one statement: a batch is in one of the two, never in both or neither.
-- Returns how many rows were drained.
create or replace function ledger.roll_up() returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select kernel.system_only();
  with told as (delete from ledger.delta returning recorded_on, debit, credit, purpose, amount_fen, transfers),
  kept as (
    insert into ledger.flow as f (recorded_on, debit, credit, purpose, amount_fen, transfers)
    select recorded_on, debit, credit, purpose, sum(amount_fen), sum(transfers) from told
     group by recorded_on, debit, credit, purpose order by recorded_on, debit, credit, purpose
    on conflict (recorded_on, debit, credit, purpose)
    do update set amount_fen = f.amount_fen + excluded.amount_fen, transfers = f.transfers + excluded.transfers)
  select count(*) from told
$$;

-- Nobody calls ledger.post but ledger.post_in_scope, nor ledger.post_locked but usage.write (its locks were taken by
-- usage.load): both run as its owner.
revoke execute on all functions in schema ledger from public, onecard_app, onecard_use;
grant execute on function ledger.lock_holders, ledger.post_in_scope, ledger.post_bulk, ledger.find_answer,
  ledger.remember_request, ledger.open_account, ledger.open_revenue_account, ledger.open_day_from, ledger.roll_up to onecard_app;
