-- From a programme's quota to approved payments: rosters of people, checks, public notice, objections, approvals.
-- What is noticed, approved and handed over is one digest, and who does it is one person a duty: keys below see to both.
create schema rosters;

-- A programme at a place for a period, with its quota, and which agencies and fund stand behind it.
create table rosters.project (
  project_id uuid primary key,
  programme text not null check (programme ~ '^[a-z][a-z0-9_.-]{0,59}$'),
  place integer not null,                -- GB/T 2260
  period text not null check (length(period) between 1 and 20),
  from_day date not null,                -- what the period means
  until_day date not null,
  rules_on date not null,                -- by the rules of which day it is decided
  department uuid not null references agencies.agency (agency_id),
  finance uuid not null references agencies.agency (agency_id),
  fund integer not null,                 -- the ledger account of the finance department that bears it
  bank text not null references disbursement.bank (bank),
  purpose text not null check (length(purpose) between 1 and 60),   -- what the payee's statement says
  opens_on date not null,                -- rows are taken from this day
  closes_on date not null,               -- to this one
  notice_days integer not null check (notice_days > 0),
  entry_fen_most bigint check (entry_fen_most > 0),   -- what one entry may be at most; null: what the rule says
  quota_fen bigint not null check (quota_fen > 0),
  quota_entries integer not null check (quota_entries > 0),
  used_fen bigint not null default 0 check (used_fen >= 0),
  used_entries integer not null default 0 check (used_entries >= 0),
  recorded_at timestamptz not null,
  recorded_by text not null,
  unique (programme, place, period),
  check (until_day >= from_day),
  check (closes_on >= opens_on),
  constraint quota_is_kept check (used_fen <= quota_fen and used_entries <= quota_entries)
);

-- Every quota a project ever had, and who said so; never changed.
create table rosters.quota (
  project_id uuid not null references rosters.project (project_id),
  quota_id uuid not null,
  quota_fen bigint not null,
  quota_entries integer not null,
  closes_on date not null,
  since timestamptz not null,
  staff text not null,
  primary key (project_id, quota_id)
);

-- A roster of a village or township for a project. Whatever changes it after its notice begins a new round.
create table rosters.roster (
  roster_id uuid primary key,
  project_id uuid not null references rosters.project (project_id),
  township uuid not null references agencies.agency (agency_id),
  name text not null check (length(name) between 1 and 60),
  state text not null check (state in (
    'taken', 'checked', 'on_notice', 'township_approved', 'department_approved', 'approved', 'handed_over', 'withdrawn')),
  state_since timestamptz not null,
  round integer not null default 1 check (round > 0),
  rows integer not null default 0 check (rows >= 0),   -- taken so far; the next has the next number
  recorded_at timestamptz not null,
  recorded_by text not null
);
create index roster_of_project on rosters.roster (project_id, recorded_at desc);
create index roster_by_township on rosters.roster (township, recorded_at desc);

-- Who does what for a roster: one duty a person for the roster's whole life, so that nobody approves what they made.
create table rosters.duty (
  roster_id uuid not null references rosters.roster (roster_id),
  staff text not null,
  duty text not null check (duty in ('maker', 'township', 'department', 'finance')),
  since timestamptz not null,
  primary key (roster_id, staff),
  unique (roster_id, staff, duty)
);

-- A file of rows, known by what is in it: however often it comes, it is taken once. Only a maker hands one in.
create table rosters.file (
  roster_id uuid not null references rosters.roster (roster_id),
  file integer not null check (file > 0),
  digest bytea not null,
  taken_at timestamptz not null,
  taken_by text not null,
  duty text not null default 'maker' check (duty = 'maker'),
  primary key (roster_id, file),
  unique (roster_id, digest),
  foreign key (roster_id, taken_by, duty) references rosters.duty (roster_id, staff, duty)
);

-- A thousand rows as they came, sealed, with their answers once they are checked.
create table rosters.part (
  roster_id uuid not null,
  part integer not null,
  file integer not null,
  first integer not null check (first > 0),   -- the number of its first row in the roster
  rows integer not null check (rows > 0),
  sealed bytea,                          -- null once forgotten: some time after the roster is through
  answers bytea,
  passed integer not null default 0,
  refused integer not null default 0,
  answered_at timestamptz,
  primary key (roster_id, part),
  foreign key (roster_id, file) references rosters.file (roster_id, file),
  check (answered_at is not null or (answers is null and sealed is not null))
);
create index part_to_check on rosters.part (roster_id, part) where answered_at is null;

-- A row that passed its checks: whose, how many fen, for which programme and period.
create table rosters.entry (
  holder_id uuid not null,
  entry_id uuid not null,
  roster_id uuid not null,
  number integer not null,               -- of its row in the roster
  programme text not null,
  period text not null,
  place integer not null,
  from_day date not null,
  until_day date not null,
  source text not null check (length(source) between 1 and 60),   -- which of several of the person's: a plot, a child
  amount_fen bigint not null check (amount_fen > 0),
  payee_sealed bytea not null,
  payee_mac bytea not null,              -- keyed, so that the digest of a roster covers payees without opening them
  state text not null check (state in ('standing', 'held', 'dropped', 'handed_over')),
  state_since timestamptz not null,
  handover integer,
  primary key (holder_id, entry_id),
  check ((state = 'handed_over') = (handover is not null))
);
-- A person is paid once for a programme, period and source, wherever and however often it is asked for.
create unique index one_entry_a_source on rosters.entry (holder_id, programme, period, source) where state <> 'dropped';
create index entry_of_roster on rosters.entry (roster_id, number);

-- Somebody objects: holds one entry and nobody else's until the department settles it.
create table rosters.objection (
  holder_id uuid not null,
  objection_id uuid not null,
  entry_id uuid not null,
  roster_id uuid not null,
  ground text not null check (ground in ('not_entitled', 'deceased', 'moved', 'amount', 'identity', 'card', 'twice', 'other')),
  raised_at timestamptz not null,
  recorded_by text not null,
  settled_at timestamptz,
  settled_by text,
  outcome text check (outcome in ('upheld', 'unfounded')),
  primary key (holder_id, objection_id),
  check ((settled_at is null) = (settled_by is null) and (settled_at is null) = (outcome is null)),
  constraint who_recorded_does_not_settle check (settled_by <> recorded_by)
);
create unique index one_open_objection_an_entry on rosters.objection (holder_id, entry_id) where settled_at is null;
create index objection_of_roster on rosters.objection (roster_id, raised_at);

-- A public notice of exactly these entries, with its last moment.
create table rosters.notice (
  roster_id uuid not null references rosters.roster (roster_id),
  round integer not null,
  digest bytea not null,
  entries integer not null check (entries > 0),
  amount_fen bigint not null check (amount_fen > 0),
  from_at timestamptz not null,
  until_at timestamptz not null check (until_at > from_at),
  posted_by text not null,
  duty text not null default 'maker' check (duty = 'maker'),
  primary key (roster_id, round),
  unique (roster_id, round, digest, until_at),
  foreign key (roster_id, posted_by, duty) references rosters.duty (roster_id, staff, duty)
);
create index notice_by_end on rosters.notice (until_at);

-- Township, department, finance: each after the one before, of what was on notice, when that was over, by another person.
create table rosters.approval (
  roster_id uuid not null references rosters.roster (roster_id),
  round integer not null,
  level text not null check (level in ('township', 'department', 'finance')),
  after text,                            -- the level that approved the same before
  digest bytea not null,
  notice_until timestamptz not null,
  staff text not null,
  agency_id uuid not null references agencies.agency (agency_id),
  approved_at timestamptz not null,
  primary key (roster_id, round, level),
  unique (roster_id, round, level, digest),
  constraint in_order check (after is not distinct from case level when 'department' then 'township'
                                                                   when 'finance' then 'department' end),
  constraint after_the_notice check (approved_at >= notice_until),
  constraint what_was_on_notice foreign key (roster_id, round, digest, notice_until)
    references rosters.notice (roster_id, round, digest, until_at),
  constraint what_was_approved_before foreign key (roster_id, round, after, digest)
    references rosters.approval (roster_id, round, level, digest),
  constraint one_duty_a_person foreign key (roster_id, staff, level) references rosters.duty (roster_id, staff, duty)
);

-- Entries given to payment as a batch: only what finance approved. What was held meanwhile follows as another.
create table rosters.handover (
  roster_id uuid not null references rosters.roster (roster_id),
  handover integer not null check (handover > 0),
  round integer not null,
  level text not null default 'finance' check (level = 'finance'),
  digest bytea not null,
  batch_id uuid not null unique,
  entries integer not null check (entries > 0),
  amount_fen bigint not null check (amount_fen > 0),
  handed_at timestamptz not null,
  staff text not null,
  primary key (roster_id, handover),
  constraint what_was_approved foreign key (roster_id, round, level, digest)
    references rosters.approval (roster_id, round, level, digest)
);

-- What happened to a roster, in order; never changed.
create table rosters.event (
  roster_id uuid not null references rosters.roster (roster_id),
  event_id uuid not null,
  event text not null,
  round integer not null,
  happened_at timestamptz not null,
  actor text not null,
  reason text,
  primary key (roster_id, event_id)
);

-- The second wall: staff see the rosters that their agency makes or decides about, a resident her own entries.
-- A project names nobody and is published; its department writes it.
alter table rosters.project enable row level security;
create policy shown on rosters.project for select using (current_setting('onecard.actor', true) in ('system', 'staff'));
create policy kept on rosters.project using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff'
      and department = nullif(current_setting('onecard.agency', true), '')::uuid));
alter table rosters.quota enable row level security;
create policy shown on rosters.quota for select using (current_setting('onecard.actor', true) in ('system', 'staff'));
create policy kept on rosters.quota for insert with check (
  current_setting('onecard.actor', true) = 'system'
  or exists (select from rosters.project p where p.project_id = quota.project_id
              and p.department = nullif(current_setting('onecard.agency', true), '')::uuid));
alter table rosters.roster enable row level security;
create policy reached on rosters.roster using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff'
      and (township = nullif(current_setting('onecard.agency', true), '')::uuid
           or exists (select from rosters.project p where p.project_id = roster.project_id
                       and nullif(current_setting('onecard.agency', true), '')::uuid in (p.department, p.finance)))));
alter table rosters.entry enable row level security;
create policy reached on rosters.entry for select using (
  (select current_setting('onecard.actor', true)) = 'system'
  or ((select current_setting('onecard.actor', true)) = 'staff'
      and exists (select from rosters.roster r where r.roster_id = entry.roster_id)));
create policy moved on rosters.entry for update using (
  (select current_setting('onecard.actor', true)) = 'system'
  or ((select current_setting('onecard.actor', true)) = 'staff'
      and exists (select from rosters.roster r where r.roster_id = entry.roster_id)));
create policy checked on rosters.entry for insert with check (current_setting('onecard.actor', true) = 'system');
create policy own on rosters.entry for select using (
  current_setting('onecard.actor', true) = 'resident'
  and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);
alter table rosters.objection enable row level security;
create policy reached on rosters.objection using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff'
      and exists (select from rosters.roster r where r.roster_id = objection.roster_id)));
create policy own on rosters.objection for select using (
  current_setting('onecard.actor', true) = 'resident'
  and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);
alter table rosters.duty enable row level security;
create policy reached on rosters.duty using (
  exists (select from rosters.roster r where r.roster_id = duty.roster_id));
alter table rosters.file enable row level security;
create policy reached on rosters.file using (
  exists (select from rosters.roster r where r.roster_id = file.roster_id));
alter table rosters.part enable row level security;
create policy reached on rosters.part using (
  exists (select from rosters.roster r where r.roster_id = part.roster_id));
alter table rosters.notice enable row level security;
create policy reached on rosters.notice using (
  exists (select from rosters.roster r where r.roster_id = notice.roster_id));
alter table rosters.event enable row level security;
create policy reached on rosters.event using (
  exists (select from rosters.roster r where r.roster_id = event.roster_id));
alter table rosters.handover enable row level security;
create policy reached on rosters.handover using (
  exists (select from rosters.roster r where r.roster_id = handover.roster_id));
-- An approval is written in the name of the agency whose level it is, and of no other.
alter table rosters.approval enable row level security;
create policy shown on rosters.approval for select using (
  exists (select from rosters.roster r where r.roster_id = approval.roster_id));
create policy given on rosters.approval for insert with check (
  exists (select from rosters.roster r join rosters.project p using (project_id)
           where r.roster_id = approval.roster_id
             and approval.agency_id = case approval.level when 'township' then r.township
                                                          when 'department' then p.department else p.finance end)
  and (current_setting('onecard.actor', true) = 'system'
       or agency_id = nullif(current_setting('onecard.agency', true), '')::uuid));

grant usage on schema rosters to onecard_app;
-- What may change is named: whose an entry is, how many fen, for what and to which account never does.
grant select, insert on rosters.project, rosters.roster, rosters.part, rosters.entry, rosters.objection to onecard_app;
grant update (quota_fen, quota_entries, closes_on, used_fen, used_entries) on rosters.project to onecard_app;
grant update (state, state_since, round, rows) on rosters.roster to onecard_app;
grant update (sealed, answers, passed, refused, answered_at) on rosters.part to onecard_app;
grant update (state, state_since, handover, payee_sealed) on rosters.entry to onecard_app;
grant update (settled_at, settled_by, outcome) on rosters.objection to onecard_app;
grant select, insert on rosters.quota, rosters.duty, rosters.file, rosters.notice, rosters.approval, rosters.handover, rosters.event
  to onecard_app;
