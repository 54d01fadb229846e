-- name: hold_chain^
-- The end of the agency's chain, held until the transaction ends.
select last_sequence, last_seal from sharing.hold_chain(:chain);

-- name: append_look
-- Write one look at the end of the chain that is held.
select sharing.append_look(row(
  :holder_id, :look_id, :chain, :sequence, :actor_kind, :actor, :subject, :purpose, :legal_basis, :reference, :found,
  :looked_at, :key_id, :seal_before, :seal)::sharing.look);

-- name: looks_at
-- What others looked at about this person, newest first, a page at a time: those before a moment and a look.
select l.look_id, l.looked_at, l.actor_kind, l.subject, l.purpose, l.legal_basis, l.reference, l.chain as agency_id,
  case when l.actor_kind = 'delegate' then l.actor::uuid end as delegation_id
from sharing.look l
where l.holder_id = :holder_id and l.found and (l.looked_at, l.look_id) < (:before, :before_look)
order by l.looked_at desc, l.look_id desc
limit :count;

-- name: chain_ends
-- The last link each chain says it has.
select chain, sequence, seal from sharing.chain order by chain;

-- name: links_after
-- The next links of all chains in their order, to be sealed again and compared.
select holder_id, look_id, chain, sequence, actor_kind, actor, subject, purpose, legal_basis, reference, found,
       looked_at, key_id, seal_before, seal
from sharing.look
where (chain, sequence, look_id) > (:chain, :sequence, :look_id)
order by chain, sequence, look_id
limit :count;

-- name: find_look^
-- One look at a person.
select l.look_id, l.looked_at, l.actor_kind, l.subject, l.purpose, l.legal_basis, l.reference, l.chain as agency_id,
  case when l.actor_kind = 'delegate' then l.actor::uuid end as delegation_id, l.actor
from sharing.look l where l.holder_id = :holder_id and l.look_id = :look_id and l.found;

-- name: add_objection!
-- A person's objection; one an entry.
insert into sharing.objection (holder_id, objection_id, about_kind, about_id, agency_id, text_sealed, made_at, due_on)
values (:holder_id, :objection_id, :about_kind, :about_id, :agency_id, :text_sealed, :at, :due_on)
on conflict (holder_id, about_id) do nothing;

-- name: objections_about
-- A person's objections to these entries.
select holder_id, objection_id, about_kind, about_id, agency_id, text_sealed, made_at, due_on, outcome, answer_sealed,
  answered_at
from sharing.objection where holder_id = :holder_id and about_id = any(:about);

-- name: objections_of
-- A person's objections, the latest first.
select holder_id, objection_id, about_kind, about_id, agency_id, text_sealed, made_at, due_on, outcome, answer_sealed,
  answered_at
from sharing.objection where holder_id = :holder_id order by made_at desc, objection_id desc limit :at_most;

-- name: objections_to
-- The objections an agency has to answer, the most urgent first, without what they say.
select objection_id, about_kind, made_at, due_on from sharing.objection
where agency_id = :agency_id and answered_at is null order by due_on, objection_id limit :at_most;

-- name: take_objection^
-- One objection of an agency, held until the end of the transaction.
select holder_id, objection_id, about_kind, about_id, agency_id, text_sealed, made_at, due_on, outcome, answer_sealed,
  answered_at
from sharing.objection where agency_id = :agency_id and objection_id = :objection_id for update;

-- name: find_objection^
-- One objection of an agency.
select holder_id, objection_id, about_kind, about_id, agency_id, text_sealed, made_at, due_on, outcome, answer_sealed,
  answered_at
from sharing.objection where agency_id = :agency_id and objection_id = :objection_id;

-- name: answer_objection!
-- The agency's answer.
update sharing.objection set outcome = :outcome, answer_sealed = :answer_sealed, answered_at = :at, answered_by = :by
where holder_id = :holder_id and objection_id = :objection_id;
