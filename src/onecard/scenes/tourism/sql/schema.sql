-- Year passes, and the visits made with them.
create schema tourism;

-- The phase of a pass follows from its dates and the rulebook's terms; `ends_on` is the last day those give, kept for
-- finding what has ended.
create table tourism.pass (
  holder_id uuid not null,
  pass_id uuid not null,
  alliance text not null,
  escrow integer not null,               -- the holder's purse that keeps the price (ledger account)
  bought date not null,
  price_fen bigint not null check (price_fen > 0),
  spent_fen bigint not null default 0,   -- what sites have earned
  activated date,
  refunded date,
  settled date,
  ends_on date not null,
  recorded_at timestamptz not null,
  primary key (holder_id, pass_id),
  check (spent_fen between 0 and price_fen),
  check (refunded is null or (activated is null and settled is null and spent_fen = 0))
);
create index pass_to_settle on tourism.pass (ends_on) where refunded is null and settled is null;

create table tourism.visit (
  holder_id uuid not null,
  pass_id uuid not null,
  site text not null,
  day date not null,
  visits integer not null check (visits > 0),
  primary key (holder_id, pass_id, site, day)
);

-- A row is its holder's: the second wall behind the checks of the doors.
alter table tourism.pass enable row level security;
create policy own_passes on tourism.pass for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident' and holder_id::text = current_setting('onecard.holder', true)));
alter table tourism.visit enable row level security;
create policy own_visits on tourism.visit for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident' and holder_id::text = current_setting('onecard.holder', true)));
grant usage on schema tourism to onecard_app, onecard_use;
grant select on tourism.pass, tourism.visit to onecard_app;
