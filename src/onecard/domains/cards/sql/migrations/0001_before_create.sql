-- The physical card. Three halves with their own state; one valid card a person.
create schema cards;

create table cards.card (
  holder_id uuid not null,
  card_id uuid not null,
  card_number text not null check (card_number ~ '^[0-9A-Z]{9}$'),
  identifier uuid not null,              -- the 32-hex card identifier: 6 hex digits of the issuing division first
  issuer integer not null,               -- issuing division, GB/T 2260
  bank text,
  state text not null check (state in ('applied', 'produced', 'delivered', 'active', 'temporarily_lost', 'lost', 'replaced', 'cancelled')),
  social_state text not null default 'active' check (social_state in ('inactive', 'active', 'locked')),
  bank_state text not null default 'active' check (bank_state in ('inactive', 'active', 'locked')),
  transport_state text not null default 'active' check (transport_state in ('inactive', 'active', 'locked')),
  state_since timestamptz not null,
  state_until timestamptz,               -- a temporary loss lapses by itself at this instant
  recorded_at timestamptz not null,
  primary key (holder_id, card_id)
);
create unique index one_valid_card_a_person on cards.card (holder_id)
  where state in ('delivered', 'active', 'temporarily_lost', 'lost');

-- Look-ups by what is printed or stored on the card: each its own small table, distributed by that value.
create table cards.by_identifier (
  identifier uuid primary key,
  holder_id uuid not null,
  card_id uuid not null
);
create table cards.by_number (
  issuer integer not null,
  card_number text not null,
  holder_id uuid not null,
  card_id uuid not null,
  primary key (issuer, card_number)
);

-- What happened to a card, in order; never changed.
create table cards.event (
  holder_id uuid not null,
  card_id uuid not null,
  event_id uuid not null,
  event text not null,
  happened_at timestamptz not null,
  actor text not null,
  facts jsonb not null default '{}',
  primary key (holder_id, card_id, event_id)
);
