-- A chain is its agency's: the system holds any, staff and partners their own agency's. What delegates look at is
-- chained by the person they act for, and written in her scope.
create or replace function sharing.own_chain_or_system(chain uuid) returns void
language plpgsql stable set search_path = pg_catalog, pg_temp as $$
begin
  if current_setting('onecard.actor', true) = 'resident'
      and chain::text is not distinct from current_setting('onecard.holder', true) then
    return;
  end if;
  if coalesce(current_setting('onecard.actor', true), '') not in ('staff', 'partner')
      or chain::text is distinct from current_setting('onecard.agency', true) then
    perform kernel.system_only();
  end if;
end $$;

-- The end of a chain, held until the transaction ends; a new chain begins at nought.
create or replace function sharing.hold_chain(chain_id uuid, out last_sequence bigint, out last_seal bytea)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform sharing.own_chain_or_system(chain_id);
  insert into sharing.chain (chain, sequence, seal) values (chain_id, 0, decode(repeat('00', 32), 'hex'))
  on conflict (chain) do nothing;
  select c.sequence, c.seal into last_sequence, last_seal from sharing.chain c where c.chain = chain_id for update;
end $$;

-- Append one look to the chain that is held, and only at its end.
create or replace function sharing.append_look(look sharing.look) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform sharing.own_chain_or_system(look.chain);
  if current_setting('onecard.actor', true) = 'resident'
      and (look.actor_kind <> 'delegate' or look.holder_id <> look.chain) then
    perform kernel.system_only();
  end if;
  update sharing.chain c set sequence = look.sequence, seal = look.seal
  where c.chain = look.chain and c.sequence = look.sequence - 1 and c.seal = look.seal_before;
  if not found then
    raise exception 'look % of chain % does not follow its end', look.sequence, look.chain using errcode = '40001';
  end if;
  insert into sharing.look values (
    look.holder_id, look.look_id, look.chain, look.sequence, look.actor_kind, look.actor, look.subject, look.purpose,
    look.legal_basis, look.reference, look.found, look.looked_at, look.key_id, look.seal_before, look.seal);
end $$;

revoke all on function sharing.own_chain_or_system, sharing.hold_chain, sharing.append_look from public;
grant execute on function sharing.hold_chain, sharing.append_look to onecard_app;
