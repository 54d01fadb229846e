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

-- Applications by the column: who may have a card gets one on its way, for everybody else the reason why not is
-- returned. It looks over the whole nation, further than whoever asks may see, and tells of others no more than that.
-- No plan may scan a table: it is made when the tables are nearly empty and kept while they grow.
-- The index on cards on their way lets one of two sessions through; the second look is for a card that came into use
-- between the first look and that. Each table is filled in the order of its key: many rows then share a page of it.
create or replace function cards.apply_for(
  holders uuid[], new_cards uuid[], events uuid[], numbers text[], identifiers uuid[], issuers integer[], banks text[],
  applicants text[], guardian_below integer[], facts jsonb[], day date, at timestamptz, actor text)
returns table (ordinal bigint, answer text)
language plpgsql security definer set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  answers text[];
  begun uuid[];
  late bigint[];
begin
  if not coalesce(cards.may_issue(holders, issuers), false) then
    raise insufficient_privilege using message = 'applications outside the scope';
  end if;

  select array_agg(case
      when r.holder_id is null then 'unknown'
      when r.died_on is not null then 'died'
      when exists (select from cards.card c where c.holder_id = r.holder_id and c.kind = 'standard'
                     and c.state in ('active', 'temporarily_lost', 'lost')) then 'valid'
      when exists (select from cards.card c where c.holder_id = r.holder_id and c.kind = 'standard'
                     and c.state in ('applied', 'produced', 'delivered')) then 'open'
      when p.applicant in ('self', 'agent')
        and extract(year from age(day, r.birth_date)) < p.below then 'young' end order by p.n)
  into answers
  from unnest(holders, applicants, guardian_below) with ordinality as p (holder_id, applicant, below, n)
  left join residents.resident r on r.holder_id = p.holder_id;

  begin
    insert into cards.card (holder_id, card_id, card_number, identifier, issuer, bank, state, social_state, bank_state,
      transport_state, state_since, recorded_at)
    select p.holder_id, p.card_id, p.card_number, p.identifier, p.issuer, p.bank, 'applied', 'inactive', 'inactive',
      'inactive', at, at
    from unnest(holders, new_cards, numbers, identifiers, issuers, banks, answers)
      as p (holder_id, card_id, card_number, identifier, issuer, bank, answer)
    where p.answer is null order by p.holder_id;
  exception when unique_violation then
    -- Somebody else was first for one of them: all once more, each by herself.
    with added as (
      insert into cards.card (holder_id, card_id, card_number, identifier, issuer, bank, state, social_state,
        bank_state, transport_state, state_since, recorded_at)
      select p.holder_id, p.card_id, p.card_number, p.identifier, p.issuer, p.bank, 'applied', 'inactive', 'inactive',
        'inactive', at, at
      from unnest(holders, new_cards, numbers, identifiers, issuers, banks, answers)
        as p (holder_id, card_id, card_number, identifier, issuer, bank, answer)
      where p.answer is null order by p.holder_id
      on conflict do nothing
      returning card_id)
    select coalesce(array_agg(card_id), '{}') into begun from added;
    answers := array(
      select case when p.answer is not null then p.answer when b.card_id is null then 'open' end
      from unnest(new_cards, answers) with ordinality as p (card_id, answer, n)
      left join unnest(begun) as b (card_id) on b.card_id = p.card_id order by p.n);
  end;

  select array_agg(p.n) into late
  from unnest(holders, answers) with ordinality as p (holder_id, answer, n)
  where p.answer is null and exists (
    select from cards.card v where v.holder_id = p.holder_id and v.kind = 'standard'
      and v.state in ('active', 'temporarily_lost', 'lost'));
  if late is not null then
    delete from cards.card c using unnest(holders, new_cards) with ordinality as p (holder_id, card_id, n)
    where c.holder_id = p.holder_id and c.card_id = p.card_id and p.n = any (late);
    answers := array(
      select case when p.n = any (late) then 'valid' else p.answer end
      from unnest(answers) with ordinality as p (answer, n) order by p.n);
  end if;

  insert into cards.by_identifier (identifier, holder_id, card_id)
  select p.identifier, p.holder_id, p.card_id from unnest(identifiers, holders, new_cards, answers)
    as p (identifier, holder_id, card_id, answer) where p.answer is null order by p.identifier;
  insert into cards.by_number (card_number, issuer, holder_id, card_id)
  select p.card_number, p.issuer, p.holder_id, p.card_id from unnest(numbers, issuers, holders, new_cards, answers)
    as p (card_number, issuer, holder_id, card_id, answer) where p.answer is null order by p.card_number, p.issuer;
  insert into cards.event (holder_id, card_id, event_id, event, happened_at, actor, facts)
  select p.holder_id, p.card_id, p.event_id, 'applied', at, actor, p.facts
  from unnest(holders, new_cards, events, facts, answers) as p (holder_id, card_id, event_id, facts, answer)
  where p.answer is null order by p.holder_id;

  return query select u.n, u.answer from unnest(answers) with ordinality as u (answer, n) where u.answer is not null;
end
$$;

-- Whether whoever acts may issue cards to these people in these divisions: staff within reach, a resident to herself.
create or replace function cards.may_issue(holders uuid[], issuers integer[]) returns boolean
language sql stable set search_path = pg_catalog, pg_temp as $$
  select case current_setting('onecard.actor', true)
    when 'system' then true
    when 'resident' then holders <@ array[nullif(current_setting('onecard.holder', true), '')::uuid]
    when 'staff' then cardinality(issuers) > 0 and not exists (
      select from (select distinct division from unnest(issuers) as division) as asked
      where not asked.division::text like any (
        select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix))
    else false end
$$;

-- Where a person's cards come from and where she is registered: what the door must know to send a request of a counter to
-- the province that decides it, and no more.
create or replace function cards.standing_of(holder uuid)
returns table (valid integer, coming integer, latest integer, registered integer)
language sql security definer set search_path = pg_catalog, pg_temp as $$
  select kernel.system_only();
  select max(c.issuer) filter (where c.state in ('active', 'temporarily_lost', 'lost')),
    max(c.issuer) filter (where c.state in ('applied', 'produced', 'delivered')),
    (array_agg(c.issuer order by c.state_since desc, c.card_id desc))[1],
    (select r.division from residents.resident r where r.holder_id = holder)
  from cards.card c where c.holder_id = holder and c.kind = 'standard'
$$;
revoke execute on function cards.apply_for, cards.may_issue, cards.standing_of from public;
grant execute on function cards.apply_for, cards.may_issue, cards.standing_of to onecard_app;
