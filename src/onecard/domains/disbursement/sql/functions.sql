-- What a payment is for, who pays it and by which bank, of batches in which the person who asks has a line.
-- A batch itself is its agency's: a resident sees of it no more than this.
create or replace function disbursement.behind(wanted uuid[])
returns table (batch_id uuid, agency_id uuid, purpose text, recorded_at timestamptz, bank_zh text, bank_en text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select b.batch_id, b.agency_id, b.purpose, b.recorded_at, k.name_zh, k.name_en
    from disbursement.batch b join disbursement.bank k on k.bank = b.bank
   where b.batch_id = any(wanted)
     and (current_setting('onecard.actor', true) = 'system'
          or (current_setting('onecard.actor', true) = 'resident'
              and exists (select from disbursement.line l
                           where l.holder_id = nullif(current_setting('onecard.holder', true), '')::uuid
                             and l.batch_id = b.batch_id)))
$$;
revoke execute on function disbursement.behind(uuid[]) from public;
grant execute on function disbursement.behind(uuid[]) to onecard_app;
