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
