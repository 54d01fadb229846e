-- Lists of applications that schools and employers send: each is kept sealed in parts until every row has its answer.
create table cards.list (
  list_id uuid primary key,
  agency_id uuid not null,               -- whose counter took it
  issuer integer not null,               -- the division whose card agency makes the cards
  bank text,
  applicant text not null check (applicant in ('school', 'employer')),
  taken_at timestamptz not null,
  taken_by text not null
);
create index list_by_agency on cards.list (agency_id, taken_at desc);

-- A thousand rows, decided in one transaction.
create table cards.list_part (
  list_id uuid not null references cards.list (list_id) on delete cascade,
  part integer not null,
  rows integer not null check (rows > 0),
  sealed bytea not null,                 -- the rows as they came
  answers bytea,                         -- their answers, sealed; null until they are decided
  accepted integer not null default 0,
  refused integer not null default 0,
  answered_at timestamptz,
  primary key (list_id, part),
  check ((answers is null) = (answered_at is null))
);
create index part_to_decide on cards.list_part (list_id, part) where answers is null;

alter table cards.list enable row level security;
create policy own_agency on cards.list using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff'
      and agency_id = nullif(current_setting('onecard.agency', true), '')::uuid));
alter table cards.list_part enable row level security;
create policy own_agency on cards.list_part using (
  current_setting('onecard.actor', true) = 'system'
  or exists (select 1 from cards.list l where l.list_id = list_part.list_id));
grant select, insert, delete on cards.list to onecard_app;
grant select, insert, update, delete on cards.list_part to onecard_app;
