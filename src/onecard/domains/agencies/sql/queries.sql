-- name: add_agencies!
-- Register organisations by the column; one that is there stays as it is.
insert into agencies.agency (agency_id, kind, division, name_zh, name_en, recorded_at)
select agency_id, kind, division, name_zh, name_en, :at
from unnest(CAST(:ids AS uuid[]), CAST(:kinds AS text[]), CAST(:divisions AS integer[]), CAST(:names_zh AS text[]),
  CAST(:names_en AS text[])) as new (agency_id, kind, division, name_zh, name_en)
on conflict (agency_id) do nothing;

-- name: find_agencies
-- Organisations by id.
select agency_id, kind, division, name_zh, name_en from agencies.agency where agency_id = any(:ids);

-- name: list_agencies
-- Every organisation, by division and name.
select agency_id, kind, division, name_zh, name_en from agencies.agency order by division, name_zh, agency_id;

-- name: add_points!
-- Register acceptance points by the column; one that is there stays as it is.
insert into agencies.point
  (point_id, agency_id, kind, scene, division, name_zh, name_en, account, settings, terminal_key, recorded_at)
select point_id, agency_id, kind, scene, division, name_zh, name_en, account, settings::jsonb, terminal_key, :at
from unnest(CAST(:ids AS uuid[]), CAST(:agencies AS uuid[]), CAST(:kinds AS text[]), CAST(:scenes AS text[]),
  CAST(:divisions AS integer[]), CAST(:names_zh AS text[]), CAST(:names_en AS text[]), CAST(:accounts AS integer[]),
  CAST(:settings AS text[]), CAST(:keys AS bytea[]))
  as new (point_id, agency_id, kind, scene, division, name_zh, name_en, account, settings, terminal_key)
on conflict (point_id) do nothing;

-- name: find_points
-- Acceptance points by id; `version` moves when anything about a point changes.
select point_id, agency_id, kind, scene, division, name_zh, name_en, account, settings, state, terminal_key,
  recorded_at as version
from agencies.point where point_id = any(:ids);

-- name: list_points
-- The acceptance points of one organisation, by name.
select point_id, agency_id, kind, scene, division, name_zh, name_en, account, settings, state, terminal_key,
  recorded_at as version
from agencies.point where agency_id = :agency_id order by name_zh, point_id;

-- name: change_point_state!
-- Open, close or revoke a point; revoked is for ever.
update agencies.point set state = :state, recorded_at = :at where point_id = :point_id and state <> 'revoked';

-- name: change_terminal_key!
-- A terminal got another key, unless it was revoked.
update agencies.point set terminal_key = :key, recorded_at = :at where point_id = :point_id and state <> 'revoked';

-- name: add_staff!
-- A new member of staff.
insert into agencies.staff
  (staff_id, agency_id, sign_in_name, name_zh, roles, password_hash, totp_sealed, recorded_at)
values (:staff_id, :agency_id, :sign_in_name, :name_zh, :roles, :password_hash, :totp_sealed, :at)
on conflict (sign_in_name) do nothing;

-- name: find_staff^
-- A member of staff with the agency's place.
select s.staff_id, s.agency_id, s.sign_in_name, s.name_zh, s.roles, a.division
from agencies.staff s join agencies.agency a using (agency_id)
where s.staff_id = :staff_id and s.state = 'active';

-- name: find_staff_by_name^
-- Who signs in under this name, unless she has left.
select s.staff_id, s.agency_id, s.sign_in_name, s.name_zh, s.roles, a.division
from agencies.staff s join agencies.agency a using (agency_id)
where s.sign_in_name = :sign_in_name and s.state = 'active';

-- name: list_staff
-- Who signs in for an organisation, by name.
select s.staff_id, s.agency_id, s.sign_in_name, s.name_zh, s.roles, a.division
from agencies.staff s join agencies.agency a using (agency_id)
where s.agency_id = :agency_id and s.state = 'active' order by s.sign_in_name;

-- name: take_sign_in^
-- What checking a sign-in needs; tries at one name take turns.
select s.staff_id, s.agency_id, s.sign_in_name, s.name_zh, s.roles, a.division,
  s.password_hash, s.totp_sealed, s.totp_last_step, s.failures, s.locked_until
from agencies.staff s join agencies.agency a using (agency_id)
where s.sign_in_name = :sign_in_name and s.state = 'active' for update of s;

-- name: count_failure!
-- One more wrong try, and until when nobody may try again.
update agencies.staff set failures = :failures, locked_until = :locked_until where staff_id = :staff_id;

-- name: count_success!
-- Tries start again at none; this one-time code and earlier ones are used up.
update agencies.staff set failures = 0, locked_until = null, totp_last_step = :step where staff_id = :staff_id;

-- name: take_sealed
-- Staff whose one-time-code secret is sealed with another than the newest key.
select staff_id, totp_sealed from agencies.staff where get_byte(totp_sealed, 0) <> :key_id order by staff_id for update;

-- name: reseal!
-- Put back a secret that was sealed again.
update agencies.staff set totp_sealed = :totp_sealed where staff_id = :staff_id;

-- name: leave!
-- A member of staff left.
update agencies.staff set state = 'left', recorded_at = :at where staff_id = :staff_id and state = 'active';

-- name: add_partner!
-- Register a partner's system, or give one that is there another key and other scopes.
insert into agencies.partner as p (client_id, agency_id, public_jwk, scopes, recorded_at)
values (:client_id, :agency_id, CAST(:public_jwk AS jsonb), :scopes, :at)
on conflict (client_id) do update set public_jwk = excluded.public_jwk, scopes = excluded.scopes,
  recorded_at = excluded.recorded_at
where p.agency_id = excluded.agency_id;

-- name: find_partner^
-- A partner's system that was not revoked.
select client_id, agency_id, public_jwk, scopes from agencies.partner
where client_id = :client_id and state = 'active';

-- name: revoke_partner!
-- A partner's system may not ask any more.
update agencies.partner set state = 'revoked', recorded_at = :at where client_id = :client_id and state = 'active';
