-- One row a use, one row a terminal's sequence number, one row a burnt code.
create schema usage;

-- Every answer ever given to a terminal's sequence number: idempotency for accepted and refused alike.
create table usage.answer (
  point_id uuid not null,
  sequence bigint not null,
  digest bytea not null,                 -- of what the terminal said; another digest under the same sequence is an error
  use_id uuid not null,
  holder_id uuid,                        -- null where nobody was recognised
  refusal text,                          -- null where accepted
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  facts jsonb,                           -- what the refusal's words need
  primary key (point_id, sequence)
);
-- Not BRIN: pages that forgetting has freed are filled again, and then each range is as old as its first row was.
create index answer_by_age on usage.answer (recorded_at);

-- A code or a tap counter is burnt on first accept.
create table usage.burnt (
  holder_id uuid not null,
  nonce bigint not null,
  use_id uuid not null,
  expires_at timestamptz not null,
  primary key (holder_id, nonce)
);
create index burnt_by_age on usage.burnt (expires_at);

create table usage.use (
  holder_id uuid not null,
  happened_at timestamptz not null,
  use_id uuid not null,
  point_id uuid not null,
  sequence bigint not null,
  scene text not null,
  medium "char" not null check (medium in ('c', 'e')),   -- physical card or e-card
  issuer integer not null,               -- province code (2 digits) of the card
  division integer not null,             -- where it was used
  price_fen bigint not null,
  paid_fen bigint not null,              -- by the resident; the rest is borne by others
  reasons jsonb not null,                -- why: conditions, values, documents
  facts jsonb not null default '{}',     -- what the scene wants remembered (direction, site, …)
  recorded_at timestamptz not null,
  primary key (holder_id, happened_at, use_id)
) partition by range (happened_at);

-- Roll-up of uses for the boards: appended with each batch, drained by the worker.
create table usage.tally_delta (
  tally_id uuid primary key,
  day date not null,
  scene text not null,
  issuer integer not null,
  province integer not null,             -- where used, 2 digits
  uses integer not null,
  price_fen bigint not null,
  paid_fen bigint not null
);
create table usage.tally (
  day date not null,
  scene text not null,
  issuer integer not null,
  province integer not null,
  uses bigint not null,
  price_fen bigint not null,
  paid_fen bigint not null,
  primary key (day, scene, issuer, province)
);

-- The rooms of the person are hers: row-level security is the second wall behind the services' checks.
alter table usage.use enable row level security;
create policy own_uses on usage.use for select using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident' and holder_id::text = current_setting('onecard.holder', true)));
grant usage on schema usage to onecard_app, onecard_board;
grant select on usage.use to onecard_app;
