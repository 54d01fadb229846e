-- name: add_offer!
-- An offer that waits to be taken up.
insert into wallet.offer (offer_id, holder_id, made_at, expires_at) values (:offer_id, :holder_id, :at, :expires_at);

-- name: find_offer^
-- An offer as it stands.
select offer_id, holder_id, expires_at, tries, token_hash is not null as taken
from wallet.offer where offer_id = :offer_id;

-- name: take_offer^
-- The same, held: of two wallets at once the second waits.
select offer_id, holder_id, expires_at, tries, token_hash is not null as taken
from wallet.offer where offer_id = :offer_id for update;

-- name: count_try!
-- One more wrong transaction code.
update wallet.offer set tries = tries + 1 where offer_id = :offer_id;

-- name: give_token!
-- The offer is taken up: from now on its access token speaks for it.
update wallet.offer set token_hash = :token_hash, token_until = :until where offer_id = :offer_id;

-- name: take_token^
-- The offer of an access token, held.
select offer_id, holder_id, token_until, batches from wallet.offer where token_hash = :token_hash for update;

-- name: count_batch!
-- One more credential request was answered.
update wallet.offer set batches = batches + 1 where offer_id = :offer_id;

-- name: spend_nonce!
-- Take a nonce; no row is written when it was taken before.
insert into wallet.spent_nonce (nonce_hash, expires_at) values (:nonce_hash, :expires_at) on conflict do nothing;

-- name: filling_lists
-- Where new entries are drawn, the oldest list first.
select list_id from wallet.status_list where filling order by opened_at, list_id;

-- name: open_list!
-- A new empty list.
insert into wallet.status_list (list_id, opened_at, filling) values (:list_id, :at, true);

-- name: close_list!
-- Nothing more is drawn here: it is well filled.
update wallet.status_list set filling = false where list_id = :list_id;

-- name: take_place!
-- Take this place of a list; no row is written where it is taken.
insert into wallet.entry (list_id, list_index, holder_id, credential_id)
values (:list_id, :list_index, :holder_id, :credential_id) on conflict do nothing;

-- name: add_credentials!
-- What was issued together.
insert into wallet.credential (
  holder_id, credential_id, batch_id, card_id, list_id, list_index, issued_at, expires_at)
select :holder_id, credential_id, :batch_id, :card_id, list_id, list_index, :at, :expires_at
from unnest(CAST(:credentials AS uuid[]), CAST(:lists AS uuid[]), CAST(:indexes AS integer[]))
  as new (credential_id, list_id, list_index);

-- name: list_batches
-- A person's credentials by the wallet they were issued to, the latest first.
select batch_id, min(issued_at) as issued_at, min(expires_at) as expires_at, count(*)::integer as copies,
  max(withdrawn_at) as withdrawn_at, max(told) as told, (array_agg(card_id))[1] as card_id
from wallet.credential where holder_id = :holder_id group by batch_id order by min(issued_at) desc, batch_id;

-- name: live_credentials
-- A person's credentials that may still change: neither run out nor withdrawn.
select credential_id, batch_id, card_id, list_id, list_index
from wallet.credential where holder_id = :holder_id and withdrawn_at is null and expires_at > :at;

-- name: withdraw_batch
-- The person takes back what a wallet holds; returns its places in the lists.
update wallet.credential set withdrawn_at = :at
where holder_id = :holder_id and batch_id = :batch_id and withdrawn_at is null
returning list_id, list_index;

-- name: note_told!
-- What the wallet said became of what it was issued.
update wallet.credential set told = :told where holder_id = :holder_id and batch_id = :batch_id;

-- name: set_status!
-- What these places of one list say from now on; what has ended for good stays so.
update wallet.entry set status = :status, until = :until
where list_id = :list_id and list_index = any(CAST(:indexes AS integer[])) and status <> 1
  and (status, until) is distinct from (CAST(:status AS smallint), CAST(:until AS timestamptz));

-- name: count_change!
-- The list has changed and is written anew when it is next asked for.
update wallet.status_list set changes = changes + 1 where list_id = :list_id;

-- name: find_list^
-- How often a list has changed.
select changes from wallet.status_list where list_id = :list_id;

-- name: list_ids
-- Every list there is.
select list_id from wallet.status_list order by opened_at, list_id;

-- name: not_valid
-- The places of a list that are not valid.
select list_index, status, until from wallet.entry where list_id = :list_id and status <> 0;

-- name: find_entry^
-- Whose credential stands at a place of a list.
select e.holder_id, e.credential_id, e.status, e.until from wallet.entry e
where e.list_id = :list_id and e.list_index = :list_index;

-- name: find_credential^
-- One credential of a person.
select credential_id, batch_id, card_id, expires_at, withdrawn_at
from wallet.credential where holder_id = :holder_id and credential_id = :credential_id;

-- name: add_ask!
-- Somebody asks for a proof.
insert into wallet.ask (
  ask_id, agency_id, asker_kind, asker, wanted, nonce, client_id, answer_key_sealed, made_at, expires_at)
values (:ask_id, :agency_id, :asker_kind, :asker, CAST(:wanted AS jsonb), :nonce, :client_id, :answer_key_sealed,
  :at, :expires_at);

-- name: find_ask^
-- A question as it stands.
select ask_id, agency_id, asker_kind, asker, wanted, nonce, client_id, answer_key_sealed, expires_at, outcome, why
from wallet.ask where ask_id = :ask_id;

-- name: take_ask^
-- The same, held: of two answers at once the second finds it answered.
select ask_id, agency_id, asker_kind, asker, wanted, nonce, client_id, answer_key_sealed, expires_at, outcome, why
from wallet.ask where ask_id = :ask_id for update;

-- name: answer_ask!
-- How a question was answered; the key that opened the answer is not needed again.
update wallet.ask set outcome = :outcome, why = :why, answered_at = :at, answer_key_sealed = ''
where ask_id = :ask_id;

-- name: sweep_offers!
-- Forget offers nobody can take up or use any more.
delete from wallet.offer where expires_at <= :before;

-- name: sweep_nonces!
-- Forget nonces that would be refused for their age anyway.
delete from wallet.spent_nonce where expires_at <= :at;

-- name: sweep_asks!
-- Forget questions long answered.
delete from wallet.ask where expires_at <= :before;
