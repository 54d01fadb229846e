-- Carriers that are stopped as long as their holder's card is: in the list too, until the card is in order again or, where
-- a temporary loss lapses by itself, until then. No person stands here either.
create table ecards.held_back (
  serial bigint primary key,
  until timestamptz,                     -- null: until somebody says so
  expires_at timestamptz not null        -- of the carrier
);
create index held_back_by_age on ecards.held_back (expires_at);
grant select, insert, update, delete on ecards.held_back to onecard_app;
