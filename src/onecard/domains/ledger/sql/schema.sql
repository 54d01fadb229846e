-- One row a movement: debit, credit, amount. Balanced by construction; rows are never changed.
create schema ledger;

-- Chart of accounts. Below 10000: resident purses, province*100 + kind (1 transport, 2 bank, 3 medical, 9x escrow of a pass),
-- one row of chart for all residents of the province. From 10000: institutions.
create table ledger.account (
  account integer primary key,
  agency_id uuid not null references agencies.agency (agency_id),   -- who owes or is owed at clearing
  kind text not null check (kind in ('purse', 'revenue', 'concession', 'external', 'escrow', 'fee')),
  name_zh text not null,
  name_en text not null,
  recorded_at timestamptz not null,
  check ((account < 10000) = (kind = 'purse'))
);

-- A resident's own balances, one row a purse, never mixed, never below zero.
create table ledger.balance (
  holder_id uuid not null,
  account integer not null check (account < 10000),
  balance_fen bigint not null check (balance_fen >= 0),
  updated_at timestamptz not null,
  primary key (holder_id, account)
) with (fillfactor = 80);

create table ledger.transfer (
  holder_id uuid not null,
  recorded_at timestamptz not null,
  transfer_id uuid not null,
  recorded_on date not null,             -- the open business day it was posted to; clearing reads this
  debit integer not null,
  credit integer not null,
  amount_fen bigint not null check (amount_fen > 0),
  purpose text not null,
  reference uuid not null,               -- the use, sale, top-up … it belongs to
  happened_at timestamptz not null,      -- in the world; recorded_at is when we knew
  check (debit <> credit),
  primary key (holder_id, recorded_at, transfer_id)
) partition by range (recorded_at);
create index transfer_by_day on ledger.transfer using brin (recorded_on);   -- rows come in by day, so the index is a few pages

-- What a caller's request key was answered with, so that asking twice moves money once.
create table ledger.request (
  holder_id uuid not null,
  request_key text not null check (length(request_key) between 1 and 100),
  transfer_id uuid not null,
  digest bytea not null,                 -- of the facts asked for; other facts under the same key are an error
  recorded_at timestamptz not null,
  primary key (holder_id, request_key)
);

-- What each posted batch added, by day and pair of accounts: appended beside the transfers in the same statement and
-- drained into the roll-up. Nobody updates it, so no institution is a hot row.
create table ledger.delta (
  delta_id uuid primary key,
  recorded_on date not null,
  debit integer not null,
  credit integer not null,
  purpose text not null,
  amount_fen bigint not null,
  transfers integer not null
);

-- The roll-up: gross flow by day and pair of accounts. Institution balances and clearing positions are sums over it.
create table ledger.flow (
  recorded_on date not null,
  debit integer not null,
  credit integer not null,
  purpose text not null,
  amount_fen bigint not null,
  transfers bigint not null,
  primary key (recorded_on, debit, credit, purpose)
);

-- The business day that is open. A posting takes a shared advisory lock on it, closing a day an exclusive one,
-- so that nothing can slip into a day after it was closed.
create table ledger.open_day (
  single boolean primary key default true check (single),
  day date not null
);
insert into ledger.open_day (day) values ('2000-01-01');   -- before any business: postings keep their own day until the first close

-- The second wall. Nobody but the owner's functions writes here; a person sees her own rows, staff the people of the
-- divisions they reach, the system all.
grant usage on schema ledger to onecard_app, onecard_board;
grant select on ledger.account, ledger.balance, ledger.transfer, ledger.delta, ledger.flow, ledger.open_day
  to onecard_app;

alter table ledger.balance enable row level security;
alter table ledger.transfer enable row level security;
alter table ledger.request enable row level security;   -- no policy: only ledger.find_answer reads it

create policy balance_of_own on ledger.balance for select using (
  (select current_setting('onecard.actor', true)) = 'system'
  or (select current_setting('onecard.actor', true)) = 'resident'
     and holder_id = (select nullif(current_setting('onecard.holder', true), '')::uuid));
create policy transfer_of_own on ledger.transfer for select using (
  (select current_setting('onecard.actor', true)) = 'system'
  or (select current_setting('onecard.actor', true)) = 'resident'
     and holder_id = (select nullif(current_setting('onecard.holder', true), '')::uuid));
create policy balance_in_reach on ledger.balance for select using (
  (select current_setting('onecard.actor', true)) = 'staff'
  and exists (
    select from residents.resident as r
     where r.holder_id = balance.holder_id
       and r.division::text like any (
         select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix)));
create policy transfer_in_reach on ledger.transfer for select using (
  (select current_setting('onecard.actor', true)) = 'staff'
  and exists (
    select from residents.resident as r
     where r.holder_id = transfer.holder_id
       and r.division::text like any (
         select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix)));
