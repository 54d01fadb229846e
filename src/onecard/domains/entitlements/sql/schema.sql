-- 待遇: a person's standing right to a periodical benefit, what shows that she lives, and which months are owed.
create schema entitlements;

create table entitlements.entitlement (
  holder_id uuid not null,
  programme text not null check (programme ~ '^[a-z][a-z0-9_.-]{0,59}$'),
  place integer not null,                -- the division that pays: its rules hold
  since date not null,                   -- the first month owed
  state text not null check (state in ('in_payment', 'noticed', 'suspended', 'stopped')),
  state_since timestamptz not null,
  confirmed_on date not null,            -- the last day on which she is known to have lived
  confirmed_by text not null,            -- the kind of evidence, or how it began
  valid_until date not null,             -- through this day nothing new is asked
  noticed_on date,
  reminders smallint not null default 0,
  reminded_on date,
  visit_offered_on date,                 -- a home visit was offered
  stopped_from date,                     -- the first month that is not owed
  stop_reason text,
  paid_through date not null,            -- the last month that was made due; the month before `since` at first
  payee_sealed bytea not null,           -- name, account, bank of the account
  recorded_at timestamptz not null,
  primary key (holder_id, programme),
  check (extract(day from since) = 1 and extract(day from paid_through) = 1),
  constraint nobody_is_suspended_without_notice check (state not in ('noticed', 'suspended') or noticed_on is not null),
  check ((state = 'stopped') = (stopped_from is not null and stop_reason is not null))
);
create index entitlement_to_ask on entitlements.entitlement (holder_id, valid_until) where state in ('in_payment', 'noticed');

-- How much a month from a month on; a new amount is a new row.
create table entitlements.amount (
  holder_id uuid not null,
  programme text not null,
  from_month date not null check (extract(day from from_month) = 1),
  monthly_fen bigint not null check (monthly_fen > 0),
  basis text not null,                   -- the decision that says so
  recorded_at timestamptz not null,
  primary key (holder_id, programme, from_month)
);

-- What shows that a person lived on a day; one of a kind a day; never changed.
create table entitlements.evidence (
  holder_id uuid not null,
  kind text not null,
  day date not null,
  reference text not null default '',    -- the use, the card's event or the file that it stands in; no name, no number
  actor text not null,
  recorded_at timestamptz not null,
  primary key (holder_id, kind, day)
);

-- What happened to an entitlement, in order, and by which rule; never changed.
create table entitlements.event (
  holder_id uuid not null,
  event_id uuid not null,
  programme text not null,
  event text not null,
  happened_at timestamptz not null,
  actor text not null,
  rule text not null default '',         -- the value of the rulebook that decided
  facts jsonb not null default '{}',
  primary key (holder_id, event_id)
);
create index event_by_time on entitlements.event (holder_id, happened_at desc, event_id desc);

-- A month that is owed: once a person, programme and month. It waits to be taken into a batch, or was withdrawn.
create table entitlements.due (
  holder_id uuid not null,
  programme text not null,
  month date not null check (extract(day from month) = 1),
  amount_fen bigint not null check (amount_fen > 0),
  place integer not null,
  kind text not null check (kind in ('regular', 'arrears')),
  batch_id uuid,                         -- the batch of disbursement it is paid with
  withdrawn_at timestamptz,              -- found not to be owed before it was paid
  recorded_at timestamptz not null,
  primary key (holder_id, programme, month),
  check (batch_id is null or withdrawn_at is null)
);
create index due_waiting on entitlements.due (programme, month, place) where batch_id is null and withdrawn_at is null;
create index due_of_batch on entitlements.due (batch_id, holder_id) where batch_id is not null;

-- A month that was paid and was not owed.
create table entitlements.overpayment (
  holder_id uuid not null,
  programme text not null,
  month date not null,
  amount_fen bigint not null check (amount_fen > 0),
  found_at timestamptz not null,
  primary key (holder_id, programme, month)
);

-- The last month each programme was opened for payment.
create table entitlements.opened (
  programme text primary key,
  last_month date not null check (extract(day from last_month) = 1),
  recorded_at timestamptz not null
);

-- The second wall: a resident reads her own, staff those of people in their reach; the system alone writes.
alter table entitlements.entitlement enable row level security;
create policy shown on entitlements.entitlement for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff'
      and exists (select 1 from residents.resident r where r.holder_id = entitlement.holder_id)));
create policy kept on entitlements.entitlement using (current_setting('onecard.actor', true) = 'system');
alter table entitlements.amount enable row level security;
create policy reached on entitlements.amount for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from entitlements.entitlement e where e.holder_id = amount.holder_id)));
create policy kept on entitlements.amount using (current_setting('onecard.actor', true) = 'system');
alter table entitlements.evidence enable row level security;
create policy reached on entitlements.evidence for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from entitlements.entitlement e where e.holder_id = evidence.holder_id)));
create policy kept on entitlements.evidence using (current_setting('onecard.actor', true) = 'system');
alter table entitlements.event enable row level security;
create policy reached on entitlements.event for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from entitlements.entitlement e where e.holder_id = event.holder_id)));
create policy kept on entitlements.event using (current_setting('onecard.actor', true) = 'system');
alter table entitlements.due enable row level security;
create policy reached on entitlements.due for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from entitlements.entitlement e where e.holder_id = due.holder_id)));
create policy kept on entitlements.due using (current_setting('onecard.actor', true) = 'system');
alter table entitlements.overpayment enable row level security;
create policy reached on entitlements.overpayment for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff'
      and exists (select 1 from entitlements.entitlement e where e.holder_id = overpayment.holder_id)));
create policy kept on entitlements.overpayment using (current_setting('onecard.actor', true) = 'system');

grant usage on schema entitlements to onecard_app;
grant select, insert, update on entitlements.entitlement, entitlements.due, entitlements.opened to onecard_app;
grant select, insert on entitlements.amount, entitlements.evidence, entitlements.event, entitlements.overpayment to onecard_app;
