-- 亲情服务: a relative (the delegate) acts for a holder, by her consent or as guardian of a child.
create schema delegations;

create table delegations.delegation (
  holder_id uuid not null,               -- the person for whom somebody acts
  delegation_id uuid not null,
  delegate_id uuid not null,             -- who acts: a holder too, by the keyed hash of a number; asked before it is known to exist
  kind text not null check (kind in ('delegation', 'guardianship')),
  relation text not null check (relation in
    ('spouse', 'son', 'daughter', 'father', 'mother', 'grandchild', 'grandparent', 'sibling', 'other')),
  asked_by text not null check (asked_by in ('holder', 'delegate', 'counter', 'system')),
  state text not null check (state in ('asked', 'active', 'declined', 'ended')),
  scopes text[] not null check (cardinality(scopes) > 0),
  scenes text[] not null,                -- for which scenes a code may be shown; empty where none may
  codes_per_day integer not null check (codes_per_day > 0),
  ends_at timestamptz not null,          -- the question lapses, or the delegation ends by itself, at this instant
  until date not null,                   -- its last day once it is accepted
  ended_because text,
  proof_kind text,                       -- how consent or guardianship was shown: the e-card password, or a document that was seen
  proof_by text,                         -- to whom: the resident's own session, or the member of staff's id
  proof_reference text not null default '',
  holder_name_sealed bytea not null,
  delegate_name_sealed bytea not null,
  asked_at timestamptz not null,
  begun_at timestamptz,
  ended_at timestamptz,
  primary key (holder_id, delegation_id),
  check (state <> 'active' or (proof_kind is not null and begun_at is not null)),
  check ((state = 'ended') = (ended_because is not null))
);
create unique index one_open_a_pair on delegations.delegation (holder_id, delegate_id) where state in ('asked', 'active');
create index ending on delegations.delegation (ends_at) where state in ('asked', 'active');

-- Whom a delegate acts for: lies with the delegate.
create table delegations.helping (
  holder_id uuid not null,               -- the delegate
  delegation_id uuid not null,
  represented_id uuid not null,
  primary key (holder_id, delegation_id)
);

-- What happened to a delegation, in order; never changed.
create table delegations.event (
  holder_id uuid not null,
  delegation_id uuid not null,
  event_id uuid not null,
  event text not null,
  happened_at timestamptz not null,
  actor text not null,
  facts jsonb not null default '{}',
  primary key (holder_id, delegation_id, event_id)
);

-- What a delegate did for somebody; a shown code by its nonce, so that the use that burns it can be named.
create table delegations.act (
  holder_id uuid not null,
  act_id uuid not null,
  delegation_id uuid not null,
  delegate_id uuid not null,
  kind text not null check (kind in ('code_shown', 'loss_reported', 'record_seen', 'uses_seen')),
  happened_at timestamptz not null,
  scene text,
  nonce bigint,
  expires_at timestamptz,
  use_id uuid,
  primary key (holder_id, act_id),
  check ((kind = 'code_shown') = (nonce is not null and expires_at is not null and scene is not null))
);
create index act_unused on delegations.act (expires_at) where kind = 'code_shown' and use_id is null;

-- The second wall: both people see a delegation between them, staff those of people in their reach. A resident begins
-- nothing but a question, and only the one who was asked turns it into a delegation.
alter table delegations.delegation enable row level security;
create policy shown on delegations.delegation for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and nullif(current_setting('onecard.holder', true), '')::uuid in (holder_id, delegate_id))
  or (current_setting('onecard.actor', true) = 'staff'
      and exists (select 1 from residents.resident r where r.holder_id = delegation.holder_id)));
create policy asked on delegations.delegation for insert with check (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident' and state = 'asked' and kind = 'delegation'
      and ((asked_by = 'holder' and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
        or (asked_by = 'delegate' and delegate_id = nullif(current_setting('onecard.holder', true), '')::uuid))));
create policy kept on delegations.delegation for update using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and nullif(current_setting('onecard.holder', true), '')::uuid in (holder_id, delegate_id)))
with check (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and (holder_id = nullif(current_setting('onecard.holder', true), '')::uuid
        or (delegate_id = nullif(current_setting('onecard.holder', true), '')::uuid
            and (state <> 'active' or asked_by = 'holder')))));

alter table delegations.helping enable row level security;
create policy shown on delegations.helping for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid));
create policy kept on delegations.helping for insert with check (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and nullif(current_setting('onecard.holder', true), '')::uuid in (holder_id, represented_id)));

alter table delegations.event enable row level security;
create policy reached on delegations.event using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from delegations.delegation d
                  where d.holder_id = event.holder_id and d.delegation_id = event.delegation_id)));

alter table delegations.act enable row level security;
create policy shown on delegations.act for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and nullif(current_setting('onecard.holder', true), '')::uuid in (holder_id, delegate_id)));
create policy done on delegations.act for insert with check (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid));
create policy used on delegations.act for update using (current_setting('onecard.actor', true) = 'system');

grant usage on schema delegations to onecard_app;
grant select, insert, update on delegations.delegation, delegations.act to onecard_app;
grant select, insert on delegations.helping, delegations.event to onecard_app;
