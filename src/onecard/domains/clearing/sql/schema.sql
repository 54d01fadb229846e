-- The day between institutions. Rows are written once, when a day is closed, and never changed.
create schema clearing;

create table clearing.day (
  day date primary key,
  closed_at timestamptz not null,
  transfers bigint not null,             -- of the day, those inside one agency included
  gross_fen bigint not null,             -- what agencies owe each other before netting
  net_fen bigint not null                -- what still has to be paid after it
);

-- Gross: all that one agency owes another from the day's transfers. Inside one agency nothing clears.
create table clearing.position (
  day date not null references clearing.day (day),
  payer uuid not null references agencies.agency (agency_id),
  payee uuid not null references agencies.agency (agency_id),
  amount_fen bigint not null check (amount_fen > 0),
  transfers bigint not null,
  check (payer <> payee),
  primary key (day, payer, payee)
);

-- Net: an agency's position against all others together; above zero it receives.
create table clearing.net (
  day date not null references clearing.day (day),
  agency_id uuid not null references agencies.agency (agency_id),
  pays_fen bigint not null check (pays_fen >= 0),
  receives_fen bigint not null check (receives_fen >= 0),
  net_fen bigint not null check (net_fen = receives_fen - pays_fen),
  primary key (day, agency_id)
);

-- The settlement list: who pays whom, so that every net position is met with few payments.
create table clearing.payment (
  day date not null references clearing.day (day),
  number integer not null,
  payer uuid not null references agencies.agency (agency_id),
  payee uuid not null references agencies.agency (agency_id),
  amount_fen bigint not null check (amount_fen > 0),
  check (payer <> payee),
  primary key (day, number)
);

-- That the day was proved equal to the plain sum over every transfer, and when.
create table clearing.proof (
  day date not null references clearing.day (day),
  proved_at timestamptz not null,
  transfers bigint not null,             -- walked one by one
  gross_fen bigint not null,
  differences integer not null,          -- pairs of agencies where the two ways disagree
  primary key (day, proved_at)
);

-- The second wall: only the system closes days; staff read what was closed, residents and partners nothing.
alter table clearing.day enable row level security;
create policy shown on clearing.day for select using (current_setting('onecard.actor', true) in ('system', 'staff'));
create policy kept on clearing.day for insert with check (current_setting('onecard.actor', true) = 'system');
alter table clearing.position enable row level security;
create policy shown on clearing.position for select using (current_setting('onecard.actor', true) in ('system', 'staff'));
create policy kept on clearing.position for insert with check (current_setting('onecard.actor', true) = 'system');
alter table clearing.net enable row level security;
create policy shown on clearing.net for select using (current_setting('onecard.actor', true) in ('system', 'staff'));
create policy kept on clearing.net for insert with check (current_setting('onecard.actor', true) = 'system');
alter table clearing.payment enable row level security;
create policy shown on clearing.payment for select using (current_setting('onecard.actor', true) in ('system', 'staff'));
create policy kept on clearing.payment for insert with check (current_setting('onecard.actor', true) = 'system');
alter table clearing.proof enable row level security;
create policy shown on clearing.proof for select using (current_setting('onecard.actor', true) in ('system', 'staff'));
create policy kept on clearing.proof for insert with check (current_setting('onecard.actor', true) = 'system');

grant usage on schema clearing to onecard_app, onecard_board;
grant select, insert on clearing.day, clearing.position, clearing.net, clearing.payment, clearing.proof to onecard_app;
