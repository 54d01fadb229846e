-- What every part stands on: the three roles of the program, the outbox, and the audit trail.
-- Roles belong to the whole server, so another database of it may have made them already.
create schema if not exists kernel;

do $$
declare
  wanted text;
  member text;
begin
  foreach wanted in array array['onecard_app', 'onecard_use', 'onecard_board'] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I nologin', wanted);
    end if;
    -- The embedded server has a login of its own; with a server by URL the one user is owner and login in turn.
    foreach member in array array[current_user::text, 'onecard_login'] loop
      if exists (select from pg_roles where rolname = member) and not pg_has_role(member, wanted, 'set') then
        execute format('grant %I to %I with inherit false, set true', wanted, member);
      end if;
    end loop;
  end loop;
end
$$;

grant usage on schema kernel to onecard_app, onecard_use, onecard_board;

-- Events wait here, written in the transaction they tell of, until the worker has delivered them. A local table.
create table kernel.outbox (
  event_id uuid primary key,
  topic text not null,
  body jsonb not null,                   -- ids and figures, never personal data
  happened_at timestamptz not null,
  attempts smallint not null default 0,
  next_attempt_at timestamptz not null,
  last_error text                        -- the class of the last failure
);
create index outbox_by_next_attempt on kernel.outbox (next_attempt_at);
-- Whoever does something may tell of it; only the system reads what waits.
alter table kernel.outbox enable row level security;
create policy told on kernel.outbox for insert with check (true);
create policy delivered on kernel.outbox using (current_setting('onecard.actor', true) = 'system');
grant select, insert, update, delete on kernel.outbox to onecard_app;

-- What was done to the house itself: staff, points, partners, keys, days. Appended in the transaction that does it.
create table kernel.audit (
  entry_id uuid primary key,
  happened_at timestamptz not null,
  actor text not null,                   -- a member of staff's id, `system`, `command line`; no name
  verb text not null,                    -- staff.enrolled, point.key_changed, key.rotated …
  about text not null,                   -- the id of the thing
  facts jsonb not null                   -- ids and figures, never personal data
);
-- The chain over it, sealed by the worker soon after, so that nobody who is appending waits for anybody.
create table kernel.audit_seal (
  sequence bigint primary key check (sequence > 0),
  entry_id uuid not null unique references kernel.audit (entry_id),
  key_id smallint not null,              -- the master secret its seal was made with
  seal_before bytea not null check (length(seal_before) = 32),
  seal bytea not null check (length(seal) = 32)
);
alter table kernel.audit enable row level security;
create policy shown on kernel.audit for select using (current_setting('onecard.actor', true) = 'system');
alter table kernel.audit_seal enable row level security;
create policy shown on kernel.audit_seal for select using (current_setting('onecard.actor', true) = 'system');
-- Nobody but the two functions writes here.
grant select on kernel.audit, kernel.audit_seal to onecard_app;

-- Wrong tries at names that nobody has (a card number, a sign-in name): counted and locked as those at real ones are, so
-- that a lock tells nobody which exist. Only a keyed hash of the name is here; a local table, swept after a year.
create table kernel.stranger (
  name_hash bytea primary key check (length(name_hash) = 32),
  failures smallint not null,
  locked_until timestamptz,
  tried_at timestamptz not null
);
alter table kernel.stranger enable row level security;
create policy counted on kernel.stranger using (current_setting('onecard.actor', true) = 'system');
grant select, insert, update, delete on kernel.stranger to onecard_app;
