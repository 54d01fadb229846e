-- name: add_residents!
-- Register people by the column; who is there already stays as she is.
insert into residents.resident
  (holder_id, division, birth_date, sex, number_sealed, name_sealed, phone_sealed, recorded_at)
select holder_id, division, birth_date, sex::"char", number_sealed, name_sealed, phone_sealed, :at
from unnest(CAST(:holders AS uuid[]), CAST(:divisions AS integer[]), CAST(:births AS date[]), CAST(:sexes AS text[]),
  CAST(:numbers AS bytea[]), CAST(:names AS bytea[]), CAST(:phones AS bytea[]))
  as new (holder_id, division, birth_date, sex, number_sealed, name_sealed, phone_sealed)
on conflict (holder_id) do nothing;

-- name: add_statuses!
-- Record dated statuses by the column; the same status from the same day is kept once.
insert into residents.status (holder_id, kind, valid_from, valid_until, source, recorded_at)
select holder_id, kind, valid_from, valid_until, source, :at
from unnest(CAST(:holders AS uuid[]), CAST(:kinds AS text[]), CAST(:froms AS date[]), CAST(:untils AS date[]),
  CAST(:sources AS text[])) as new (holder_id, kind, valid_from, valid_until, source)
on conflict (holder_id, kind, valid_from) do nothing;

-- name: end_status!
-- A status that holds ends with this day.
update residents.status set valid_until = :last_day
where holder_id = :holder_id and kind = :kind and valid_from <= :last_day
  and (valid_until is null or valid_until > :last_day);

-- name: find_resident^
-- What may be known of a person without unsealing anything.
select holder_id, division, birth_date, sex::text as sex, died_on, recorded_at
from residents.resident where holder_id = :holder_id;

-- name: find_residents
-- What may be known of a column of people without unsealing anything.
select holder_id, division, birth_date, sex::text as sex, died_on, recorded_at
from residents.resident where holder_id = any(CAST(:holders AS uuid[]));

-- name: list_statuses
-- A person's statuses, the latest first.
select kind, valid_from, valid_until, source
from residents.status where holder_id = :holder_id order by valid_from desc, kind;

-- name: find_sealed^
-- The sealed fields of one person.
select holder_id, number_sealed, name_sealed, phone_sealed
from residents.resident where holder_id = :holder_id;

-- name: find_names
-- The sealed names of people who are registered.
select holder_id, name_sealed from residents.resident where holder_id = any(CAST(:holders AS uuid[]));

-- name: record_death!
-- The day a person died; recorded once.
update residents.resident set died_on = :died_on where holder_id = :holder_id and died_on is null;

-- name: change_name!
-- Another name, sealed.
update residents.resident set name_sealed = :name_sealed where holder_id = :holder_id;

-- name: change_phone!
-- Another telephone number, sealed, or none.
update residents.resident set phone_sealed = CAST(:phone_sealed AS bytea) where holder_id = :holder_id;

-- name: take_sealed
-- The next people in the order of holders whose number is sealed with another than the newest key, or whose name is.
select holder_id, number_sealed, name_sealed, phone_sealed
from residents.resident
where holder_id > :after and (get_byte(number_sealed, 0) <> :key_id or get_byte(name_sealed, 0) <> :key_id
  or get_byte(phone_sealed, 0) <> :key_id)
order by holder_id limit :at_most for update;

-- name: reseal!
-- Put back fields that were sealed again, by the column.
update residents.resident as r
set number_sealed = new.number_sealed, name_sealed = new.name_sealed, phone_sealed = new.phone_sealed
from unnest(CAST(:holders AS uuid[]), CAST(:numbers AS bytea[]), CAST(:names AS bytea[]), CAST(:phones AS bytea[]))
  as new (holder_id, number_sealed, name_sealed, phone_sealed)
where r.holder_id = new.holder_id;

-- name: read_census
-- Everybody alive on a day, a county a row: birth (days since 1800), sex and whether a student, packed; and the ids.
select r.division,
  array_send(array_agg((r.birth_date - date '1800-01-01') * 4 + (r.sex = 'F')::integer * 2
    + (s.holder_id is not null)::integer)) as packed,
  array_send(array_agg(r.holder_id)) as ids
from residents.resident r
left join (select distinct holder_id from residents.status
    where kind = 'student' and valid_from <= :day and (valid_until is null or valid_until >= :day)) s
  on s.holder_id = r.holder_id
where r.division between :first and :last and r.birth_date <= :day and (r.died_on is null or r.died_on > :day)
group by r.division;
