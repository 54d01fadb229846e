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
