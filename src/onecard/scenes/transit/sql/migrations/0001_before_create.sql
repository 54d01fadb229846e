-- What transit remembers: one row a rider, one row a rider's day where a place has a daily cap.
create schema transit;

create table transit.rider (
  holder_id uuid primary key,
  entries jsonb not null,                -- ways in that wait for their way out (models.TapIn)
  lone_exits jsonb not null,             -- ways out charged the maximum that wait for their way in
  last_at timestamptz,                   -- the last ride, for the transfer window
  last_line text,
  last_scope text
) with (fillfactor = 70);

create table transit.spent (
  holder_id uuid not null,
  day date not null,
  scope text not null,                   -- the place whose cap it counts towards
  spent_fen bigint not null check (spent_fen >= 0),
  primary key (holder_id, day, scope)
) with (fillfactor = 80);
create index spent_by_day on transit.spent (day);      -- for forgetting; a day that is counted up stays in its place

-- A row is its holder's: the second wall behind the checks of the doors.
alter table transit.rider enable row level security;
create policy own_rider on transit.rider for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident' and holder_id::text = current_setting('onecard.holder', true)));
alter table transit.spent enable row level security;
create policy own_spent on transit.spent for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident' and holder_id::text = current_setting('onecard.holder', true)));
grant usage on schema transit to onecard_app, onecard_use;
grant select on transit.rider, transit.spent to onecard_app;
