-- Who a person is, as little as the use of a card needs. Number, name and phone are sealed (see kernel.crypto).
create schema residents;

create table residents.resident (
  holder_id uuid primary key,            -- HMAC-SM3 of the social security number, 128 bit; the same everywhere
  division integer not null,             -- place of registration, GB/T 2260 county code
  birth_date date not null,
  sex "char" not null check (sex in ('F', 'M')),
  number_sealed bytea not null,
  name_sealed bytea not null,
  phone_sealed bytea,
  died_on date,
  recorded_at timestamptz not null
);
create index resident_by_division on residents.resident (division);

-- A dated status that changes an entitlement: student, disabled, veteran; issued by `source`.
create table residents.status (
  holder_id uuid not null references residents.resident (holder_id),
  kind text not null,
  valid_from date not null,
  valid_until date,
  source text not null,
  recorded_at timestamptz not null,
  primary key (holder_id, kind, valid_from),
  check (valid_until is null or valid_until >= valid_from)
);

-- The second wall: a resident sees herself, staff the divisions their agency reaches, a partner the one it asks about.
alter table residents.resident enable row level security;
create policy shown on residents.resident for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff' and division::text like any (
      select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix)));
create policy kept on residents.resident using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff' and division::text like any (
      select prefix || '%' from unnest(nullif(current_setting('onecard.reach', true), '')::text[]) as prefix)));

alter table residents.status enable row level security;
create policy shown on residents.status for select using (
  current_setting('onecard.actor', true) = 'system'
  or exists (select 1 from residents.resident r where r.holder_id = status.holder_id));
create policy kept on residents.status using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'staff'
      and exists (select 1 from residents.resident r where r.holder_id = status.holder_id)));

grant usage on schema residents to onecard_app;
grant select, insert, update on residents.resident, residents.status to onecard_app;

-- A partner asks about one person, named by the scope, and only reads.
create policy asked_about on residents.resident for select using (
  current_setting('onecard.actor', true) = 'partner'
  and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);
