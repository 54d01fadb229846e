-- Who is signed in, and which partner assertions were already spent. Small, short-lived rows; local tables, never spread.
create schema security;

-- One row a signed-in browser. The cookie holds a random token; here is only its SHA-256, so that a copy of this
-- table signs nobody in.
create table security.session (
  token_hash bytea primary key check (length(token_hash) = 32),
  kind text not null check (kind in ('resident', 'staff')),
  subject_id uuid not null,              -- the holder or the member of staff
  opened_at timestamptz not null,
  seen_at timestamptz not null,          -- moved at most once a minute
  expires_at timestamptz not null        -- the latest end, however busy it is
);
create index session_by_subject on security.session (subject_id);
create index session_by_end on security.session (expires_at);

-- A partner's signed assertion may buy one token; its id is kept until it would have expired anyway.
create table security.spent_assertion (
  client_id text not null,
  assertion_id text not null,
  expires_at timestamptz not null,
  primary key (client_id, assertion_id)
);
create index spent_assertion_by_end on security.spent_assertion (expires_at);

alter table security.session enable row level security;
create policy only_the_door on security.session using (current_setting('onecard.actor', true) = 'system');
alter table security.spent_assertion enable row level security;
create policy only_the_door on security.spent_assertion using (current_setting('onecard.actor', true) = 'system');

grant usage on schema security to onecard_app;
grant select, insert, update, delete on security.session, security.spent_assertion to onecard_app;

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
