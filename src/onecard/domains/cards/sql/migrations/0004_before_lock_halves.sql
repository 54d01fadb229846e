-- What keeps a half locked, each cause by itself: the half works again when the last of them is lifted.
create table cards.half_lock (
  holder_id uuid not null,
  card_id uuid not null,
  half text not null check (half in ('social', 'bank', 'transport')),
  cause text not null check (cause in ('holder', 'owner', 'wrong_pins')),
  reason text not null,
  locked_at timestamptz not null,
  primary key (holder_id, card_id, half, cause)
);

-- The password of a half, of this one card: a replacement begins without any.
create table cards.pin (
  holder_id uuid not null,
  card_id uuid not null,
  half text not null check (half in ('social', 'bank', 'transport')),
  hash text not null,                    -- argon2id over a keyed hash
  must_change boolean not null,          -- given by a counter: good for nothing but choosing one's own
  failures smallint not null default 0,
  failed_on date,                        -- the day of the last wrong try, where the place counts by day
  locked_at timestamptz,
  locked_until timestamptz,              -- null with `locked_at`: until the counter gives a new one
  set_at timestamptz not null,
  primary key (holder_id, card_id, half),
  check (locked_until is null or locked_at is not null)
);

-- Who reaches the card reaches its locks and passwords.
alter table cards.half_lock enable row level security;
create policy reached on cards.half_lock using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from cards.card c where c.holder_id = half_lock.holder_id and c.card_id = half_lock.card_id)));
alter table cards.pin enable row level security;
create policy reached on cards.pin using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from cards.card c where c.holder_id = pin.holder_id and c.card_id = pin.card_id)));
grant select, insert, delete on cards.half_lock to onecard_app;
grant select, insert, update on cards.pin to onecard_app;
