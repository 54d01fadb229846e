-- From approved lines to money on accounts. A line's fen are set aside, then paid out or brought back, and never lost.
create schema disbursement;

-- A bank that pays for us: where its files go, in which format.
create table disbursement.bank (
  bank text primary key check (bank ~ '^[a-z][a-z0-9_-]{1,30}$'),
  province integer not null check (province between 10 and 99),   -- whose account money on its way stands on
  name_zh text not null,
  name_en text not null,
  reach text not null check (reach in ('folder', 'http')),
  address text not null,
  format text not null check (format in ('iso20022', 'text_utf8', 'text_gb18030')),
  debtor text not null,                  -- our name at the bank
  account text not null,                 -- our account there; an institution's
  recorded_at timestamptz not null
);

-- Approved payments that belong together.
create table disbursement.batch (
  batch_id uuid primary key,
  agency_id uuid not null references agencies.agency (agency_id),
  bank text not null references disbursement.bank (bank),
  fund integer not null,                 -- the ledger account that bears it
  programme text not null check (programme ~ '^[a-z][a-z0-9_.-]{0,59}$'),
  period text not null check (length(period) between 1 and 20),
  purpose text not null check (length(purpose) between 1 and 60),
  lines integer not null check (lines > 0),
  amount_fen bigint not null check (amount_fen > 0),
  digest bytea not null,                 -- keyed, of every line: a batch that comes again is the same or refused
  recorded_at timestamptz not null,
  recorded_by text not null
);
create index batch_by_agency on disbursement.batch (agency_id, recorded_at desc);

-- One payment to one person. Reissued as another line that points back at it, once at most.
create table disbursement.line (
  holder_id uuid not null,
  line_id uuid not null,
  batch_id uuid not null,
  number integer not null,               -- from 1; a reissue has a number of its own after the others
  programme text not null,
  period text not null,
  source text not null check (length(source) between 1 and 60),   -- its reference in the roster
  attempt smallint not null default 1 check (attempt > 0),
  replaces uuid,                         -- the line this one is the reissue of
  reissued_as uuid,                      -- the line that replaced this one
  amount_fen bigint not null check (amount_fen > 0),
  payee_sealed bytea not null,           -- name, account, bank of the account
  state text not null check (state in ('approved', 'instructed', 'sent', 'accepted', 'paid', 'rejected', 'returned')),
  state_since timestamptz not null,
  file_id uuid,                          -- the instruction file it stands in
  doubted_at timestamptz,                -- the bank said it does not know; gone with its first definite answer
  asked_at timestamptz,                  -- when we asked the bank last
  disputed_at timestamptz,               -- the bank contradicted itself; people must clear it up
  reason text,                           -- why it was rejected or returned, in our words' code
  bank_reason text,                      -- the bank's own code
  primary key (holder_id, line_id),
  unique (holder_id, programme, period, source, attempt),   -- a source line is paid once at most
  unique (holder_id, replaces),          -- a line is reissued once at most
  check ((attempt = 1) = (replaces is null)),
  check ((state = 'approved') = (file_id is null)),
  check (reissued_as is null or state in ('rejected', 'returned'))
);
create index line_of_batch on disbursement.line (batch_id, number);
create index line_of_file on disbursement.line (file_id, number);
create index line_to_instruct on disbursement.line (batch_id, number) where state = 'approved';
create index line_on_its_way on disbursement.line (file_id, state_since) where state in ('instructed', 'sent', 'accepted');

-- A bank names a line by its id alone; this finds whose it is.
create table disbursement.by_line (
  line_id uuid primary key,
  holder_id uuid not null
);

-- What happened to a line, in order; never changed.
create table disbursement.event (
  holder_id uuid not null,
  line_id uuid not null,
  event_id uuid not null,
  event text not null,
  happened_at timestamptz not null,      -- in the world, as the bank says
  recorded_at timestamptz not null,
  actor text not null,                   -- who, or the file that said so
  reason text,
  primary key (holder_id, line_id, event_id)
);

-- A file of instructions. Its bytes follow from its lines, so it can be made again.
create table disbursement.file (
  file_id uuid primary key,
  batch_id uuid not null references disbursement.batch (batch_id),
  bank text not null references disbursement.bank (bank),
  format text not null,
  lines integer not null check (lines > 0),
  amount_fen bigint not null check (amount_fen > 0),
  made_at timestamptz not null,
  pay_on date not null,
  sent_at timestamptz                    -- when the bank had taken it
);
create index file_to_send on disbursement.file (bank, made_at) where sent_at is null;
create index file_by_batch on disbursement.file (batch_id);

-- A file that a bank sent, known by what is in it: however often it comes, it is read once.
create table disbursement.answer (
  answer_id uuid primary key,
  bank text not null references disbursement.bank (bank),
  digest bytea not null,
  name text not null,
  kind text not null,
  received_at timestamptz not null,
  answers integer not null default 0,    -- read so far; a reading that was cut short goes on here
  changed integer not null default 0,
  repeated integer not null default 0,
  stray integer not null default 0,
  disputed integer not null default 0,
  doubted integer not null default 0,
  finished_at timestamptz,
  unique (bank, digest)
);
create index answer_by_bank on disbursement.answer (bank, received_at desc);

-- What a bank said that fits no line of ours: another amount, or a line nobody sent. For whoever reconciles.
create table disbursement.stray (
  answer_id uuid not null references disbursement.answer (answer_id),
  position integer not null,             -- in the file, from 1
  what text not null check (what in ('unknown_line', 'other_amount', 'unknown_file')),
  line text not null,
  said text not null,
  amount_fen bigint,
  primary key (answer_id, position)
);

-- The second wall: a resident sees her own lines, staff those of their agency's batches; files of banks the system alone.
alter table disbursement.batch enable row level security;
create policy own_agency on disbursement.batch using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff'
      and agency_id = nullif(current_setting('onecard.agency', true), '')::uuid));
alter table disbursement.line enable row level security;
create policy reached on disbursement.line using (
  (select current_setting('onecard.actor', true)) = 'system'
  or ((select current_setting('onecard.actor', true)) = 'staff'
      and exists (select from disbursement.batch b where b.batch_id = line.batch_id)));
create policy own on disbursement.line for select using (
  current_setting('onecard.actor', true) = 'resident'
  and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);
alter table disbursement.event enable row level security;
create policy reached on disbursement.event using (
  (select current_setting('onecard.actor', true)) = 'system'
  or ((select current_setting('onecard.actor', true)) in ('staff', 'resident')
      and exists (select from disbursement.line l where l.holder_id = event.holder_id and l.line_id = event.line_id)));
alter table disbursement.by_line enable row level security;
create policy finders on disbursement.by_line for select using (current_setting('onecard.actor', true) = 'system');
create policy kept on disbursement.by_line for insert
  with check (current_setting('onecard.actor', true) in ('system', 'staff'));
alter table disbursement.file enable row level security;
create policy reached on disbursement.file using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff'
      and exists (select from disbursement.batch b where b.batch_id = file.batch_id)));
alter table disbursement.answer enable row level security;
create policy readers on disbursement.answer using (current_setting('onecard.actor', true) = 'system');
alter table disbursement.stray enable row level security;
create policy readers on disbursement.stray using (current_setting('onecard.actor', true) = 'system');
alter table disbursement.bank enable row level security;
create policy shown on disbursement.bank for select using (
  current_setting('onecard.actor', true) in ('system', 'staff'));
create policy kept on disbursement.bank using (current_setting('onecard.actor', true) = 'system');

grant usage on schema disbursement to onecard_app;
grant select, insert, update on disbursement.bank, disbursement.line, disbursement.file, disbursement.answer to onecard_app;
grant select, insert on disbursement.batch, disbursement.by_line, disbursement.event, disbursement.stray to onecard_app;

-- What a person is to be told by a text and was not yet: written with the event, gone with the text that tells it.
create table disbursement.news (
  holder_id uuid not null,
  event_id uuid not null,
  line_id uuid not null,
  recorded_at timestamptz not null,
  primary key (holder_id, event_id)
);
create index news_in_order on disbursement.news (recorded_at, event_id);
alter table disbursement.news enable row level security;
create policy taken on disbursement.news using (current_setting('onecard.actor', true) = 'system');
create policy kept on disbursement.news for insert
  with check (current_setting('onecard.actor', true) in ('system', 'staff'));
grant select, insert, delete on disbursement.news to onecard_app;
