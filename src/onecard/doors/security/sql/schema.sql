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
