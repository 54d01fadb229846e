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
