-- What the use path may do. Both functions take a whole batch and run as their owner, so that the role of the
-- use path needs no right on any table.

-- One call reads the context of a batch. First it finds and locks the holders, then, in a statement of its own that
-- sees what the lock waited for, it reads: READ COMMITTED takes its snapshot before a lock is waited for.
-- No plan may read a whole table or index: it is made when the tables are nearly empty and kept while they grow. A tap names no e-card,
-- so none is looked for: a null key costs nothing where a filter would read the row first.
-- A phone without network and a printed code name their carrier by serial: whether it was revoked, and for paper, whose
-- nonce is the first of its day's row of 255, how many of that row are taken.
-- A code names no card: it is judged by the valid one, else by the last one that was in use. An application, withdrawn or
-- on its way, was never that card: judged by it a code from after a loss would be let through once the lost card ended.
-- The ones before it asked for less or answered less: such a function cannot be replaced in place.
drop function if exists usage.load(uuid[], bigint[], bigint[], uuid[], bigint[], date[]);
drop function if exists usage.load(uuid[], bigint[], bigint[], uuid[], bigint[], date[], bigint[]);
create or replace function usage.load(
  points uuid[], sequences bigint[], pseudonyms bigint[], identifiers uuid[], nonces bigint[], days date[], serials bigint[])
returns table (
  ordinal bigint, digest bytea, use_id uuid, answered_holder uuid, refusal text, refusal_facts jsonb,
  holder_id uuid, birth_date date, sex "char", division integer, died_on date, statuses text[],
  card_id uuid, issuer integer, card_state text, state_since timestamptz, state_until timestamptz,
  social_state text, bank_state text, transport_state text, halves_since timestamptz, ecard_state text, ecard_level smallint,
  burnt boolean, purses bigint[], point_state text, point_version timestamptz,
  valid_until timestamptz, loss_moments timestamptz[], loss_reports boolean[],
  carrier_kind text, carrier_revoked_at timestamptz, printed_uses bigint)
language plpgsql security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_mergejoin = off set enable_hashjoin = off
set enable_material = off
as $$
declare
  holders uuid[];
begin
  select array_agg(coalesce(e.holder_id, c.holder_id) order by n) into holders
  from unnest(pseudonyms, identifiers) with ordinality as p (pseudonym, identifier, n)
  left join ecards.by_pseudonym e on e.pseudonym = p.pseudonym
  left join cards.by_identifier c on c.identifier = p.identifier;

  perform ledger.lock_holders(array_remove(holders, null));

  return query
  select p.n, a.digest, a.use_id, a.holder_id, a.refusal, a.facts,
    r.holder_id, r.birth_date, r.sex, r.division, r.died_on,
    array(select s.kind from residents.status s
          where s.holder_id = r.holder_id and s.valid_from <= p.day and (s.valid_until is null or s.valid_until >= p.day)),
    k.card_id, k.issuer, k.state, k.state_since, k.state_until,
    k.social_state, k.bank_state, k.transport_state, k.halves_since, e.state, e.level,
    b.holder_id is not null,
    array(select array[l.account::bigint, l.balance_fen] from ledger.balance l where l.holder_id = r.holder_id),
    t.state, t.recorded_at,
    k.valid_until,
    -- Only who ever lost a card has a history to read; the e-card was stopped with whichever card was lost.
    case when k.lost_first_at is not null then nullif(array(
      select v.happened_at from cards.loss_event v
      where v.holder_id = p.holder_id and (v.card_id = k.card_id or (p.identifier is null and not v.is_cancelling))
      order by v.happened_at, v.event_id), '{}') end,
    case when k.lost_first_at is not null then nullif(array(
      select v.is_report from cards.loss_event v
      where v.holder_id = p.holder_id and (v.card_id = k.card_id or (p.identifier is null and not v.is_cancelling))
      order by v.happened_at, v.event_id), '{}') end,
    w.kind, w.revoked_at,
    case when w.kind = 'paper' then (
      select count(*) from usage.burnt d where d.holder_id = p.holder_id and d.nonce > p.nonce and d.nonce <= p.nonce + 255) end
  from unnest(points, sequences, pseudonyms, identifiers, nonces, days, serials, holders)
    with ordinality as p (point_id, sequence, pseudonym, identifier, nonce, day, serial, holder_id, n)
  left join usage.answer a on a.point_id = p.point_id and a.sequence = p.sequence
  left join agencies.point t on t.point_id = p.point_id
  left join residents.resident r on r.holder_id = p.holder_id
  left join ecards.ecard e on e.holder_id = case when p.pseudonym is not null then p.holder_id end and e.pseudonym = p.pseudonym
  left join lateral (
    select c.* from cards.card c
    where c.holder_id = p.holder_id and case when p.identifier is null then c.kind = 'standard' else c.identifier = p.identifier end
    order by c.state in ('active', 'temporarily_lost', 'lost') desc,
      case when c.state in ('replaced', 'cancelled') then c.state = 'replaced' or exists (
        select from cards.event u
        where u.holder_id = c.holder_id and u.card_id = c.card_id and u.event in ('issued', 'activated'))
      else false end desc,
      c.state_since desc limit 1) k on true
  left join usage.burnt b on b.holder_id = p.holder_id and b.nonce = p.nonce
  left join ecards.carrier w on w.holder_id = case when p.serial is not null then p.holder_id end and w.serial = p.serial;
end
$$;

-- What moved the halves of these people's cards, for uploads: one that was tapped before a lock is judged as of then. A
-- tap names its card, an e-card's code none, because it goes on from one card to the next. Only where a half moved after
-- the tap is this asked.
create or replace function usage.half_moves(holders uuid[], cards uuid[])
returns table (ordinal bigint, event text, half text, works boolean, happened_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_mergejoin = off set enable_hashjoin = off
set enable_material = off
as $$
begin
  return query
  select p.n, v.event, v.facts ->> 'half', (v.facts ->> 'works')::boolean, v.happened_at
  from unnest(holders, cards) with ordinality as p (holder_id, card_id, n)
  join cards.event v on v.holder_id = p.holder_id and (p.card_id is null or v.card_id = p.card_id)
  where v.event in ('activated', 'half_activated', 'half_locked', 'half_unlocked')
  order by p.n, v.happened_at, v.event_id;
end
$$;

-- One call writes a decided batch. All or nothing: where another session answered one of the sequence numbers first
-- (unique_violation) or money moved since the context was read (OC001), the batch is rolled back and done again.
-- Every column has a place for each use; what only an accepted one has is null in the place of a refused one. Lines of
-- money and reasons name their use by its place, so that nothing is sent twice.
drop function if exists usage.write(
  uuid[], bigint[], bytea[], uuid[], uuid[], text[], timestamptz[], jsonb[], timestamptz,
  uuid[], uuid[], uuid[], bigint[], timestamptz[], bigint[], timestamptz[], text[], text[], integer[], integer[], date[],
  bigint[], bigint[], jsonb[], integer[], jsonb[], integer[],
  uuid[], uuid[], integer[], integer[], bigint[], text[], uuid[], timestamptz[]);
create or replace function usage.write(
  points uuid[], sequences bigint[], digests bytea[], use_ids uuid[], holders uuid[], refusals text[],
  happened timestamptz[], refusal_facts jsonb[], recorded timestamptz,
  nonces bigint[], expiries timestamptz[], scenes text[], mediums text[], issuers integer[], divisions integer[],
  days date[], prices bigint[], paid bigint[], whys integer[], whats integer[], reasons jsonb[], facts jsonb[],
  l_uses integer[], l_transfers uuid[], l_debits integer[], l_credits integer[], l_amounts bigint[], l_purposes text[])
returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
as $$
begin
  insert into usage.answer (point_id, sequence, digest, use_id, holder_id, refusal, happened_at, recorded_at, facts)
  select u.point_id, u.sequence, u.digest, u.use_id, u.holder_id, u.refusal, u.happened_at, recorded, u.facts
  from unnest(points, sequences, digests, use_ids, holders, refusals, happened, refusal_facts)
    as u (point_id, sequence, digest, use_id, holder_id, refusal, happened_at, facts)
  order by u.point_id, u.sequence;

  if cardinality(l_uses) > 0 then
    perform from ledger.post_locked(
      (select array_agg(holders[n] order by o) from unnest(l_uses) with ordinality as l (n, o)),
      l_transfers, l_debits, l_credits, l_amounts, l_purposes,
      (select array_agg(use_ids[n] order by o) from unnest(l_uses) with ordinality as l (n, o)),
      (select array_agg(happened[n] order by o) from unnest(l_uses) with ordinality as l (n, o)), recorded);
    if found then
      raise exception 'a purse changed since it was read' using errcode = 'OC001';
    end if;
  end if;

  insert into usage.burnt (holder_id, nonce, use_id, expires_at)
  select * from unnest(holders, nonces, use_ids, expiries) as u (holder_id, nonce, use_id, expires_at)
  where u.nonce is not null;

  insert into usage.use (holder_id, happened_at, use_id, point_id, sequence, scene, medium, issuer, division,
    price_fen, paid_fen, reasons, facts, recorded_at)
  select u.holder_id, u.happened_at, u.use_id, u.point_id, u.sequence, u.scene, u.medium::"char", u.issuer / 10000,
    u.division, u.price_fen, u.paid_fen, reasons[u.why], facts[u.what], recorded
  from unnest(holders, happened, use_ids, points, sequences, scenes, mediums, issuers, divisions, prices, paid, whys, whats)
    as u (holder_id, happened_at, use_id, point_id, sequence, scene, medium, issuer, division, price_fen, paid_fen,
      why, what)
  where u.scene is not null;

  insert into usage.tally_delta (tally_id, day, scene, issuer, province, uses, price_fen, paid_fen)
  select gen_random_uuid(), u.day, u.scene, u.issuer / 10000, u.division / 10000, count(*), sum(u.price_fen), sum(u.paid_fen)
  from unnest(days, scenes, issuers, divisions, prices, paid) as u (day, scene, issuer, division, price_fen, paid_fen)
  where u.scene is not null
  group by u.day, u.scene, u.issuer / 10000, u.division / 10000;
end
$$;

-- The roll-up for the boards: what the batches added is taken and counted, in one statement.
create or replace function usage.roll_up() returns bigint
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  select kernel.system_only();
  with taken as (delete from usage.tally_delta returning *),
  summed as (
    insert into usage.tally as t (day, scene, issuer, province, uses, price_fen, paid_fen)
    select day, scene, issuer, province, sum(uses), sum(price_fen), sum(paid_fen)
    from taken group by day, scene, issuer, province
    on conflict (day, scene, issuer, province) do update
    set uses = t.uses + excluded.uses, price_fen = t.price_fen + excluded.price_fen, paid_fen = t.paid_fen + excluded.paid_fen
    returning 1)
  select count(*) from taken
$$;

-- Forget burnt codes and answers that no upload can bring back any more.
create or replace function usage.prune(before timestamptz) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp
as $$
  select kernel.system_only();
  with codes as (delete from usage.burnt where expires_at < before returning 1),
  answers as (delete from usage.answer where recorded_at < before returning 1)
  select (select count(*) from codes) + (select count(*) from answers)
$$;

-- The points of a batch that are not in memory yet, or have changed since.
create or replace function usage.read_points(points uuid[])
returns table (point_id uuid, agency_id uuid, scene text, division integer, account integer, settings jsonb,
  name_zh text, name_en text, version timestamptz)
language sql stable security definer set search_path = pg_catalog, pg_temp
as $$
  select p.point_id, p.agency_id, p.scene, p.division, p.account, p.settings, p.name_zh, p.name_en, p.recorded_at
  from agencies.point p where p.point_id = any (points)
$$;

-- The receipts of uses that were answered before, by holder and use.
create or replace function usage.read_uses(holders uuid[], uses uuid[])
returns table (use_id uuid, holder_id uuid, scene text, happened_at timestamptz, price_fen bigint, paid_fen bigint,
  reasons jsonb, facts jsonb)
language sql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
as $$
  select u.use_id, u.holder_id, u.scene, u.happened_at, u.price_fen, u.paid_fen, u.reasons, u.facts
  from unnest(holders, uses) as wanted (holder_id, use_id)
  join usage.use u on u.holder_id = wanted.holder_id and u.use_id = wanted.use_id
$$;

-- Which uses burnt these codes, for whoever must name them later: what has not been used is left out.
create or replace function usage.uses_of_nonces(holders uuid[], nonces bigint[])
returns table (holder_id uuid, nonce bigint, use_id uuid)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp set enable_seqscan = off
as $$
begin
  perform kernel.system_only();
  return query
  select b.holder_id, b.nonce, b.use_id from unnest(holders, nonces) as wanted (holder_id, nonce)
  join usage.burnt b on b.holder_id = wanted.holder_id and b.nonce = wanted.nonce;
end
$$;

-- The doors' role calls none of the use path's functions: what these read and write is nobody's scope.
revoke execute on all functions in schema usage from public, onecard_app, onecard_use;
grant usage on schema usage to onecard_app, onecard_use, onecard_board;
grant execute on function usage.load, usage.half_moves, usage.write, usage.read_points, usage.read_uses to onecard_use;
grant execute on function usage.roll_up, usage.prune, usage.uses_of_nonces to onecard_app;
