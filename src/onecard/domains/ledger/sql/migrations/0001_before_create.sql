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
