-- The electronic card, one to one with the physical card.
create schema ecards;

create table ecards.ecard (
  holder_id uuid primary key,            -- one e-card a person; it follows the valid physical card
  ecard_id uuid not null,
  sign_no text not null,                 -- 签发号
  pseudonym bigint not null,             -- what the code carries instead of a number; random
  level smallint not null check (level in (1, 2)),
  state text not null check (state in ('active', 'suspended', 'cancelled')),
  password_hash text not null,
  failures smallint not null default 0,
  locked_until timestamptz,
  issued_at timestamptz not null,
  recorded_at timestamptz not null
);

create table ecards.by_pseudonym (
  pseudonym bigint primary key,
  holder_id uuid not null
);
