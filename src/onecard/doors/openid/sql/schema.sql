-- Signing in elsewhere with the e-card: which services may ask, who agreed to what, and what was issued to them.
create schema openid;

-- A service that signs people in here (a relying party). Few rows; known to everybody who is asked by one.
create table openid.client (
  client_id text primary key,
  agency_id uuid not null references agencies.agency (agency_id),
  name_zh text not null,
  name_en text not null,
  public_jwk jsonb not null,             -- what it proves itself with: Ed25519 or P-256
  redirect_uris text[] not null check (cardinality(redirect_uris) > 0),      -- compared character by character
  post_logout_uris text[] not null,
  backchannel_logout_uri text,
  scopes text[] not null,                -- what its agreement allows it to ask for
  sector text not null,                  -- services of one sector know a person under the same name, others cannot
  state text not null default 'active' check (state in ('active', 'revoked')),
  recorded_at timestamptz not null
);

-- What a service asks for a person it does not know yet (RFC 9126): begun by one browser, ended once. A local table.
create table openid.request (
  request_hash bytea primary key check (length(request_hash) = 32),
  client_id text not null,
  asked jsonb not null,                  -- addresses, scopes, state, nonce, challenge: nothing of a person
  pushed_at timestamptz not null,
  expires_at timestamptz not null,       -- until then it may be begun, and once begun be ended
  browser_hash bytea check (length(browser_hash) = 32),                      -- who began it
  begun_at timestamptz,
  ended_at timestamptz
);
create index request_by_end on openid.request (expires_at);

-- The name under which a sector knows a person: drawn at random, so nobody can join two of them.
create table openid.subject (
  holder_id uuid not null,
  sector text not null,
  subject text not null,
  made_at timestamptz not null,
  primary key (holder_id, sector)
);

-- What a person agreed to tell a service, until she withdraws it.
create table openid.consent (
  holder_id uuid not null,
  client_id text not null,
  scopes text[] not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (holder_id, client_id)
);

-- One row a log-in. `session_hash` is the browser's session here; null where another device was signed in by a scan.
create table openid.login (
  holder_id uuid not null,
  login_id uuid not null,
  client_id text not null,
  subject text not null,
  scopes text[] not null,
  acr text not null,
  session_hash bytea check (length(session_hash) = 32),
  happened_at timestamptz not null,
  ended_at timestamptz,
  primary key (holder_id, login_id)
);
create index login_by_id on openid.login (login_id);            -- what a service gives back is only this
create index login_by_session on openid.login (session_hash) where ended_at is null;

-- A code, and the one access token it was redeemed for; only their SHA-256. Minutes old at most; a local table.
create table openid.issued (
  code_hash bytea primary key check (length(code_hash) = 32),
  holder_id uuid not null,
  login_id uuid not null,
  client_id text not null,
  redirect_uri text not null,
  challenge text not null,               -- PKCE S256
  nonce text,
  subject text not null,
  scopes text[] not null,
  acr text not null,
  amr text[] not null,
  signed_in_at timestamptz not null,     -- when the person last proved herself
  code_expires_at timestamptz not null,
  redeemed_at timestamptz,
  token_hash bytea unique check (length(token_hash) = 32),
  token_expires_at timestamptz,
  ended_at timestamptz                   -- revoked, logged out, or the code was sent twice
);
create index issued_by_holder on openid.issued (holder_id);
create index issued_by_end on openid.issued (code_expires_at);

-- A code on a desk's screen that waits for a signed-in phone. Two minutes; a local table.
create table openid.scan (
  scan_hash bytea primary key check (length(scan_hash) = 32),
  request_hash bytea not null,
  number smallint not null check (number between 10 and 99),                 -- shown on the desk, typed on the phone
  browser text not null,                 -- the kind of the desk's browser, such as "Chrome, Windows"
  network bytea not null,                -- a keyed hash of the desk's network, to compare with the phone's
  made_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null default 'shown' check (state in ('shown', 'confirmed', 'refused', 'used')),
  holder_id uuid,
  answered_at timestamptz
);
create index scan_by_end on openid.scan (expires_at);

-- Services still to be told that a log-in has ended (back-channel logout). A local queue.
create table openid.farewell (
  farewell_id uuid primary key,
  holder_id uuid not null,
  client_id text not null,
  login_id uuid not null,
  subject text not null,
  due_at timestamptz not null,
  tries smallint not null default 0
);
create index farewell_by_due on openid.farewell (due_at);

alter table openid.client enable row level security;
create policy shown on openid.client for select using (true);
create policy kept on openid.client using (current_setting('onecard.actor', true) = 'system');
alter table openid.request enable row level security;
create policy only_the_door on openid.request using (current_setting('onecard.actor', true) = 'system');
alter table openid.subject enable row level security;
create policy only_the_door on openid.subject using (current_setting('onecard.actor', true) = 'system');
alter table openid.scan enable row level security;
create policy only_the_door on openid.scan using (current_setting('onecard.actor', true) = 'system');

-- A person reads what she agreed to and where she logged in, and ends it; nobody else's.
alter table openid.consent enable row level security;
create policy own_consents on openid.consent using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid));
alter table openid.login enable row level security;
create policy own_logins on openid.login using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid));
alter table openid.issued enable row level security;
create policy own_tokens on openid.issued using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid));
alter table openid.farewell enable row level security;
create policy own_farewells on openid.farewell using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid));

grant usage on schema openid to onecard_app;
grant select, insert, update on openid.client, openid.consent, openid.login to onecard_app;
grant select, insert on openid.subject to onecard_app;
grant select, insert, update, delete on openid.request, openid.issued, openid.scan, openid.farewell to onecard_app;
