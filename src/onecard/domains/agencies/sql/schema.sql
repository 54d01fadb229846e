-- Organisations and the places where a card is accepted. Small: a reference table on every node.
create schema agencies;

create table agencies.agency (
  agency_id uuid primary key,
  kind text not null check (kind in ('ministry', 'card_agency', 'operator', 'venue', 'finance', 'insurer', 'bank', 'purse_keeper', 'pass_issuer', 'department', 'township')),
  division integer not null,             -- GB/T 2260; the province, city or county it belongs to
  name_zh text not null,
  name_en text not null,
  recorded_at timestamptz not null
);

-- A gate, a ticket office, a till: one terminal with one key. `settings` are the scene's facts (line, site, station).
create table agencies.point (
  point_id uuid primary key,
  agency_id uuid not null references agencies.agency (agency_id),
  kind text not null check (kind in ('gate', 'office', 'till', 'counter')),
  scene text not null,
  division integer not null,
  name_zh text not null,
  name_en text not null,
  account integer not null,              -- the institution account that is paid for uses here (ledger.account)
  settings jsonb not null default '{}',
  state text not null default 'open' check (state in ('open', 'closed', 'revoked')),
  terminal_key bytea not null check (length(terminal_key) = 32),   -- Ed25519 public key
  recorded_at timestamptz not null
);

create table agencies.staff (
  staff_id uuid primary key,
  agency_id uuid not null references agencies.agency (agency_id),
  sign_in_name text not null unique,
  name_zh text not null,
  roles text[] not null,
  password_hash text not null,
  totp_sealed bytea not null,
  totp_last_step bigint not null default 0,
  failures smallint not null default 0,
  locked_until timestamptz,
  state text not null default 'active' check (state in ('active', 'left')),
  recorded_at timestamptz not null
);

create table agencies.partner (
  client_id text primary key,
  agency_id uuid not null references agencies.agency (agency_id),
  public_jwk jsonb not null,
  scopes text[] not null,
  state text not null default 'active' check (state in ('active', 'revoked')),
  recorded_at timestamptz not null
);

-- Organisations and points are no secret; only the system writes them. Names and secrets of staff, and partners' keys,
-- are for sign-in, which is the system's: no visitor's scope reads or writes them, a colleague's neither.
alter table agencies.agency enable row level security;
create policy shown on agencies.agency for select using (true);
create policy kept on agencies.agency using (current_setting('onecard.actor', true) = 'system');
alter table agencies.point enable row level security;
create policy shown on agencies.point for select using (true);
create policy kept on agencies.point using (current_setting('onecard.actor', true) = 'system');
alter table agencies.staff enable row level security;
create policy known_to_the_system on agencies.staff using (current_setting('onecard.actor', true) = 'system');
alter table agencies.partner enable row level security;
create policy known_to_the_system on agencies.partner using (current_setting('onecard.actor', true) = 'system');

grant usage on schema agencies to onecard_app;
grant select, insert, update on agencies.agency, agencies.point, agencies.staff, agencies.partner to onecard_app;
