-- name: add_ecards!
-- New e-cards by the column; who has one keeps it.
insert into ecards.ecard (holder_id, ecard_id, sign_no, pseudonym, issuer, level, state, issued_at, recorded_at)
select holder_id, ecard_id, sign_no, pseudonym, issuer, level, 'active', :at, :at
from unnest(CAST(:holders AS uuid[]), CAST(:ecards AS uuid[]), CAST(:sign_nos AS text[]),
  CAST(:pseudonyms AS bigint[]), CAST(:issuers AS integer[]), CAST(:levels AS smallint[]))
  as new (holder_id, ecard_id, sign_no, pseudonym, issuer, level);

-- name: add_pseudonyms!
-- Find the new e-cards by what their codes carry.
insert into ecards.by_pseudonym (pseudonym, holder_id)
select * from unnest(CAST(:pseudonyms AS bigint[]), CAST(:holders AS uuid[]));

-- name: add_tally!
-- So many e-cards more (or fewer), by province.
insert into ecards.tally_delta (tally_id, province, ecards)
select * from unnest(CAST(:ids AS uuid[]), CAST(:provinces AS integer[]), CAST(:ecards AS integer[]));

-- name: roll_up$
-- Sum up what the batches added; returns how many rows were taken.
select ecards.roll_up();

-- name: holders_with_ecard
-- Which of these people have an e-card already.
select holder_id from ecards.ecard where holder_id = any(:holders);

-- name: find_ecard^
-- A person's e-card.
select holder_id, ecard_id, sign_no, pseudonym, issuer, level, state, password_hash is not null as has_password, issued_at
from ecards.ecard where holder_id = :holder_id;

-- name: change_issuer!
-- The e-card follows the physical card to another issuer.
update ecards.ecard set issuer = :issuer where holder_id = :holder_id;

-- name: take_password^
-- What checking a password needs; tries at one e-card take turns.
select password_hash, failures, locked_until, state from ecards.ecard where holder_id = :holder_id for update;

-- name: count_failure!
-- One more wrong try, and until when nobody may try again.
update ecards.ecard set failures = :failures, locked_until = :locked_until where holder_id = :holder_id;

-- name: count_success!
-- Tries start again at none.
update ecards.ecard set failures = 0, locked_until = null where holder_id = :holder_id and failures > 0;

-- name: set_password!
-- A new password; old failures are forgotten.
update ecards.ecard set password_hash = :password_hash, failures = 0, locked_until = null where holder_id = :holder_id;
