-- Credentials in wallets: who was offered and issued which, where each stands in a status list, and who asked for a proof.
create schema wallet;

-- An offer that waits to be taken up, and then the access token it bought. Minutes long; found by its random id or by the
-- token's SHA-256. The code in the QR and the transaction code are derived from the id with a key outside the database.
create table wallet.offer (
  offer_id uuid primary key,
  holder_id uuid not null,
  made_at timestamptz not null,
  expires_at timestamptz not null,       -- until then it may be taken up
  tries smallint not null default 0,     -- wrong transaction codes
  token_hash bytea check (length(token_hash) = 32),
  token_until timestamptz,
  batches smallint not null default 0    -- credential requests that were answered under the token
);
create unique index offer_by_token on wallet.offer (token_hash);
create index offer_by_end on wallet.offer (expires_at);

-- What a wallet proves its key over serves once: kept until it would be refused for its age anyway.
create table wallet.spent_nonce (
  nonce_hash bytea primary key check (length(nonce_hash) = 32),
  expires_at timestamptz not null
);
create index spent_nonce_by_end on wallet.spent_nonce (expires_at);

-- One row a credential: it is bound to the physical card its holder had then.
create table wallet.credential (
  holder_id uuid not null,
  credential_id uuid not null,
  batch_id uuid not null,                -- issued together, for the same wallet
  card_id uuid not null,
  list_id uuid not null,
  list_index integer not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null,
  withdrawn_at timestamptz,
  told text check (told in ('credential_accepted', 'credential_failure', 'credential_deleted')),
  primary key (holder_id, credential_id)
);

-- The lists as published. `changes` grows with every entry that changes.
create table wallet.status_list (
  list_id uuid primary key,
  opened_at timestamptz not null,
  filling boolean not null,              -- new entries are drawn here
  changes bigint not null default 0
);

-- Each taken entry of a list, drawn at random, so that its place tells nothing.
create table wallet.entry (
  list_id uuid not null,
  list_index integer not null,
  holder_id uuid not null,
  credential_id uuid not null,
  status smallint not null default 0 check (status in (0, 1, 2)), -- valid, ended for good, stopped for now
  until timestamptz,                     -- when a stop is over by itself
  primary key (list_id, list_index)
);
create index entry_not_valid on wallet.entry (list_id) where status <> 0;

-- A proof that somebody asks for. Minutes long; no holder is in it, and of the answer only what was asked.
create table wallet.ask (
  ask_id uuid primary key,
  agency_id uuid not null,
  asker_kind text not null check (asker_kind in ('staff', 'partner')),
  asker text not null,
  wanted jsonb not null,                 -- claim → value that is to be proven
  nonce text not null,
  client_id text not null,
  answer_key_sealed bytea not null,      -- opens the wallet's encrypted answer
  made_at timestamptz not null,
  expires_at timestamptz not null,
  answered_at timestamptz,
  outcome text check (outcome in ('proven', 'not_proven', 'declined')),
  why text                               -- the code of what stood in the way
);
create index ask_by_end on wallet.ask (expires_at);

-- The second wall: a resident sees her own credentials and offers, an agency its own questions; all else is the system's.
alter table wallet.offer enable row level security;
create policy own_offers on wallet.offer using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid));
alter table wallet.spent_nonce enable row level security;
create policy only_the_door on wallet.spent_nonce using (current_setting('onecard.actor', true) = 'system');
alter table wallet.credential enable row level security;
create policy own_credentials on wallet.credential using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid));
alter table wallet.status_list enable row level security;
create policy only_the_door on wallet.status_list using (
  current_setting('onecard.actor', true) in ('system', 'resident'));
alter table wallet.entry enable row level security;
create policy own_entries on wallet.entry using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid));
alter table wallet.ask enable row level security;
create policy own_questions on wallet.ask using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('staff', 'partner')
      and agency_id::text = current_setting('onecard.agency', true)));

grant usage on schema wallet to onecard_app;
grant select, insert, update, delete on wallet.offer, wallet.spent_nonce, wallet.ask to onecard_app;
grant select, insert, update on wallet.credential, wallet.entry, wallet.status_list to onecard_app;
