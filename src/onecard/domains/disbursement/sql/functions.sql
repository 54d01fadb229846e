-- What a payment is for, who pays it and by which bank, of batches in which this person has a line.
-- A batch itself is its agency's: a resident sees of it no more than this.
drop function if exists disbursement.behind(uuid[]);
create or replace function disbursement.behind(holder uuid, wanted uuid[])
returns table (batch_id uuid, agency_id uuid, purpose text, recorded_at timestamptz, bank_zh text, bank_en text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  perform kernel.own_or_system(holder);
  return query
  select b.batch_id, b.agency_id, b.purpose, b.recorded_at, k.name_zh, k.name_en
    from disbursement.batch b join disbursement.bank k on k.bank = b.bank
   where b.batch_id = any(wanted)
     and exists (select from disbursement.line l where l.holder_id = holder and l.batch_id = b.batch_id);
end
$$;
revoke execute on function disbursement.behind(uuid, uuid[]) from public;
grant execute on function disbursement.behind(uuid, uuid[]) to onecard_app;
