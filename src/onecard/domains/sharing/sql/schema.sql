-- Who looked at whose data. Rows are appended and never changed; each carries the seal of the one before it in its chain.
create schema sharing;

-- One row a look. A chain is one agency's, so that agencies do not wait for each other and a resident's own traffic
-- waits for nobody.
create table sharing.look (
  holder_id uuid not null,
  look_id uuid not null,
  chain uuid not null,                   -- the agency whose staff or system looked; of delegates' looks the person herself
  sequence bigint not null check (sequence > 0),
  actor_kind text not null check (actor_kind in ('staff', 'partner', 'delegate')),
  actor text not null,                   -- the member of staff's id, the partner's client id, the delegation's id; no name
  subject text not null,                 -- what was looked at: person.masked, person.full, entitlement …
  purpose text not null,
  legal_basis text not null,
  reference text not null,               -- the case, ticket or request it was for
  found boolean not null,                -- false: nobody has this number here
  looked_at timestamptz not null,
  key_id smallint not null,              -- the master secret its seal was made with
  seal_before bytea not null check (length(seal_before) = 32),
  seal bytea not null check (length(seal) = 32),
  primary key (holder_id, look_id)
);
create index look_by_chain on sharing.look (chain, sequence, look_id);

-- The last link of each chain; whoever appends holds this row until the commit.
create table sharing.chain (
  chain uuid primary key,
  sequence bigint not null,
  seal bytea not null check (length(seal) = 32)
);

alter table sharing.look enable row level security;
create policy system_all on sharing.look for select using (current_setting('onecard.actor', true) = 'system');
create policy own_looks on sharing.look for select
  using (current_setting('onecard.actor', true) = 'resident'
         and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);
alter table sharing.chain enable row level security;
create policy system_all on sharing.chain for select using (current_setting('onecard.actor', true) = 'system');

-- Nobody but the two functions writes here; the doors' role may only read and call them.
grant usage on schema sharing to onecard_app;
grant select on sharing.look, sharing.chain to onecard_app;
