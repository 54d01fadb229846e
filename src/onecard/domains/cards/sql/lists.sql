-- name: add_list!
-- A list was taken.
insert into cards.list (list_id, agency_id, issuer, bank, applicant, taken_at, taken_by, held)
values (:list_id, :agency_id, :issuer, :bank, :applicant, :at, :staff, :held);

-- name: hand_in_list!
-- A list that was held is to be decided.
update cards.list set held = false where agency_id = :agency_id and list_id = :list_id and held;

-- name: drop_list!
-- A list that was held is not sent after all.
delete from cards.list where agency_id = :agency_id and list_id = :list_id and held;

-- name: add_part!
-- A thousand of its rows, sealed.
insert into cards.list_part (list_id, part, rows, sealed) values (:list_id, :part, :rows, :sealed);

-- name: take_parts
-- The next parts of a list that wait for their answers, held by whoever decides them until the end of the transaction.
-- The list is the first of which a part is free, whoever else has parts of it in hand.
select p.list_id, p.part, p.rows, p.sealed, l.agency_id, l.issuer, l.bank, l.applicant, l.taken_by
from cards.list_part p join cards.list l using (list_id)
where p.answers is null and p.list_id = (
  select f.list_id from cards.list_part f join cards.list h using (list_id)
  where f.answers is null and not h.held
  order by f.list_id, f.part limit 1 for update of f skip locked)
order by p.part limit :at_most for update of p skip locked;

-- name: answer_parts!
-- These parts have their answers.
update cards.list_part p
set answers = a.answers, accepted = a.accepted, refused = a.refused, answered_at = :at
from unnest(CAST(:parts AS integer[]), CAST(:answers AS bytea[]), CAST(:accepted AS integer[]),
  CAST(:refused AS integer[])) as a (part, answers, accepted, refused)
where p.list_id = :list_id and p.part = a.part;

-- name: find_lists
-- An agency's lists with how far each is, the newest first.
select l.list_id, l.issuer, l.bank, l.applicant, sum(p.rows)::integer as rows, l.taken_at, l.taken_by,
  coalesce(sum(p.accepted), 0)::integer as accepted, coalesce(sum(p.refused), 0)::integer as refused,
  max(p.answered_at) as answered_at, l.held
from cards.list l join cards.list_part p using (list_id)
where l.agency_id = :agency_id and (CAST(:list_id AS uuid) is null or l.list_id = :list_id)
  and (not l.held or CAST(:held AS boolean))
group by l.list_id order by l.taken_at desc, l.list_id limit :count;

-- name: find_part^
-- The rows of one part and their answers, if they have them.
select p.sealed, p.answers from cards.list_part p where p.list_id = :list_id and p.part = :part;

-- name: list_parts
-- How many rows of each part were refused, and whether it has its answers.
select p.part, p.rows, p.refused, p.answers is not null as answered from cards.list_part p
where p.list_id = :list_id order by p.part;

-- name: forget_lists!
-- Lists that were taken long ago, with their parts; those never sent go sooner.
delete from cards.list where taken_at < :before or (held and taken_at < :held_before);

-- name: take_old_seals
-- Parts sealed with another than the newest key.
select list_id, part, sealed, answers from cards.list_part
where get_byte(sealed, 0) <> :key_id or get_byte(answers, 0) <> :key_id
order by list_id, part limit :at_most for update;

-- name: reseal_part!
-- Put back a part that was sealed again.
update cards.list_part set sealed = :sealed, answers = :answers where list_id = :list_id and part = :part;
