-- What a changing request was answered, under the key its sender gave it: sent again, it is answered again and nothing is
-- done twice. Answers hold states and dates, nobody's name or number; kept for a day. A local table.
create table security.answered (
  asker uuid not null,                   -- the holder, or the agency of the member of staff or partner
  request_key text not null,             -- of staff and partners with the one who sent it before it
  digest bytea not null check (length(digest) = 32),
  answer jsonb,                          -- null only inside the transaction that does it
  answered_at timestamptz not null,
  primary key (asker, request_key)
);
create index answered_by_time on security.answered (answered_at);
alter table security.answered enable row level security;
create policy own_requests on security.answered using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident' and asker::text = current_setting('onecard.holder', true))
  or (current_setting('onecard.actor', true) in ('staff', 'partner')
      and asker::text = current_setting('onecard.agency', true)));
grant select, insert, update, delete on security.answered to onecard_app;
