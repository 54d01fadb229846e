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

-- A person's objection to a look at her data or to a use of her card, and the answer of the agency that did it.
create table sharing.objection (
  holder_id uuid not null,
  objection_id uuid not null,
  about_kind text not null check (about_kind in ('look', 'use')),
  about_id uuid not null,
  agency_id uuid not null,               -- whose staff, program or point did it: it answers
  text_sealed bytea not null,
  made_at timestamptz not null,
  due_on date not null,                  -- the last day for an answer, by the rule of the day it was made
  outcome text check (outcome in ('explained', 'corrected', 'upheld')),
  answer_sealed bytea,
  answered_at timestamptz,
  answered_by text,                      -- the member of staff's id; no name
  primary key (holder_id, objection_id),
  unique (holder_id, about_id),
  check ((outcome is null) = (answered_at is null))
);
create index objection_by_agency on sharing.objection (agency_id, due_on) where answered_at is null;

alter table sharing.objection enable row level security;
create policy reached on sharing.objection using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff'
      and agency_id = nullif(current_setting('onecard.agency', true), '')::uuid));
-- What an objection is about may be read by the agency that answers it, as far as the look is its own.
create policy own_chain on sharing.look for select using (
  current_setting('onecard.actor', true) = 'staff'
  and chain = nullif(current_setting('onecard.agency', true), '')::uuid
  and exists (select 1 from sharing.objection o where o.holder_id = look.holder_id and o.about_id = look.look_id));
grant select, insert on sharing.objection to onecard_app;
grant update (outcome, answer_sealed, answered_at, answered_by) on sharing.objection to onecard_app;
