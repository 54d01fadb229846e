-- The visitor book: one row a holder and day.
create schema demo;

create table demo.signature (
  holder_id uuid not null,
  day date not null,
  primary key (holder_id, day)
);

-- A row is its holder's: the second wall behind the checks of the doors.
alter table demo.signature enable row level security;
create policy own_signatures on demo.signature for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident' and holder_id::text = current_setting('onecard.holder', true)));
grant usage on schema demo to onecard_app, onecard_use;
grant select on demo.signature to onecard_app;
