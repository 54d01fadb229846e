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

-- name: take_turn^
-- Carriers of one e-card are made in turn, so that the limit on phones holds.
select holder_id from ecards.ecard where holder_id = :holder_id for update;

-- name: next_serial$
-- The next entry of the revocation list.
select nextval('ecards.serial');

-- name: add_carrier!
-- A phone or a printed code.
insert into ecards.carrier (holder_id, serial, kind, issuer, key_id, public_key, issued_at, expires_at)
values (:holder_id, :serial, :kind, :issuer, :key_id, :public_key, :at, :expires_at);

-- name: carriers_of
-- A person's phones and prints, newest first, the ended ones too.
select holder_id, serial, kind, key_id, public_key, issued_at, expires_at, revoked_at, reason
from ecards.carrier where holder_id = :holder_id order by serial desc limit :at_most;

-- name: standing_carriers
-- Those that hold now.
select holder_id, serial, kind, key_id, public_key, issued_at, expires_at, revoked_at, reason
from ecards.carrier where holder_id = :holder_id and revoked_at is null and expires_at > :at order by serial desc;

-- name: worn_out_before
-- Those that ended by themselves, the latest first, a page at a time; an end has an id of its own, the same every time.
select w.end_id, w.kind, w.expires_at
from (select md5('ecards.end ' || c.holder_id || ' ' || c.serial)::uuid as end_id, c.kind, c.expires_at
      from ecards.carrier c where c.holder_id = :holder_id and c.revoked_at is null and c.expires_at <= :at) w
where (w.expires_at, w.end_id) < (:before, :before_end)
order by w.expires_at desc, w.end_id desc limit :at_most;

-- name: revoke_carrier^
-- Stop one that was not stopped before.
update ecards.carrier set revoked_at = :at, reason = :reason
where holder_id = :holder_id and serial = :serial and revoked_at is null
returning holder_id, serial, kind, key_id, public_key, issued_at, expires_at, revoked_at, reason;

-- name: find_carrier^
-- One phone or print of a person.
select holder_id, serial, kind, key_id, public_key, issued_at, expires_at, revoked_at, reason
from ecards.carrier where holder_id = :holder_id and serial = :serial;

-- name: add_revoked!
-- Its entry in the list, until it would have ended anyway.
insert into ecards.revoked (serial, expires_at) values (:serial, :expires_at) on conflict (serial) do nothing;

-- name: revoked_serials
-- Every entry of the list that is revoked, or held back now.
select serial from ecards.revoked
union select serial from ecards.held_back where until is null or until > :at;

-- name: hold_back!
-- Into the list for as long as the holder's card is stopped.
insert into ecards.held_back as h (serial, until, expires_at)
select serial, :until, expires_at from unnest(CAST(:serials AS bigint[]), CAST(:ends AS timestamptz[])) as c (serial, expires_at)
on conflict (serial) do update set until = excluded.until where h.until is distinct from excluded.until;

-- name: let_go!
-- Out of the list again.
delete from ecards.held_back where serial = any(CAST(:serials AS bigint[]));

-- name: list_size$
-- How many entries the list has: every serial given so far.
select last_value + is_called::int from ecards.serial;

-- name: prune_revoked!
-- What has ended needs no entry any more; two days later no gate's clock can be behind it.
delete from ecards.revoked where expires_at < :before;

-- name: prune_held_back!
-- The same for what was held back, and what is over by itself.
delete from ecards.held_back where expires_at < :before or until < :before;

-- name: add_event!
-- One event of one e-card.
insert into ecards.event (holder_id, happened_at, event_id, event, actor, agency_id, facts)
values (:holder_id, :at, :event_id, :event, :actor, :agency_id, CAST(:facts AS jsonb));

-- name: add_events!
-- The same event of many e-cards.
insert into ecards.event (holder_id, happened_at, event_id, event, actor)
select holder_id, :at, event_id, :event, :actor
from unnest(CAST(:holders AS uuid[]), CAST(:events AS uuid[])) as new (holder_id, event_id);

-- name: events_before
-- What happened to a person's e-card, newest first, a page at a time; only events of these names, or all but these.
select event_id, event, happened_at, actor, agency_id, facts from ecards.event
where holder_id = :holder_id and happened_at <= :before and (happened_at, event_id) < (:before, :before_event)
  and (event = any(CAST(:names AS text[]))) = :only_these
order by happened_at desc, event_id desc
limit :at_most;

-- name: take_ecard^
-- A person's e-card, held until the end of the transaction.
select holder_id, ecard_id, sign_no, pseudonym, issuer, level, state, password_hash is not null as has_password,
  issued_at, level_asked_at
from ecards.ecard where holder_id = :holder_id for update;

-- name: renew_ecard!
-- A cancelled e-card begins anew: other numbers, level 1, no password.
update ecards.ecard set ecard_id = :ecard_id, sign_no = :sign_no, pseudonym = :pseudonym, issuer = :issuer, level = 1,
  state = 'active', password_hash = null, failures = 0, locked_until = null, level_asked_at = null, issued_at = :at
where holder_id = :holder_id;

-- name: drop_pseudonym!
-- What older codes carry leads to nobody any more.
delete from ecards.by_pseudonym where pseudonym = :pseudonym and holder_id = :holder_id;

-- name: change_state!
-- An e-card is suspended, resumed or cancelled.
update ecards.ecard set state = :state where holder_id = :holder_id;

-- name: change_level!
-- Another level, or that one was asked for.
update ecards.ecard set level = :level, level_asked_at = :asked_at where holder_id = :holder_id;

-- name: link_channel!
-- Link a channel, anew where it was unlinked; a link that stands stays as it is and writes no row.
insert into ecards.channel as c (holder_id, client_id, agency_id, linked_at)
values (:holder_id, :client_id, :agency_id, :at)
on conflict (holder_id, client_id) do update
set agency_id = excluded.agency_id, linked_at = excluded.linked_at, unlinked_at = null
where c.unlinked_at is not null;

-- name: unlink_channel^
-- End a link that stands.
update ecards.channel set unlinked_at = :at
where holder_id = :holder_id and client_id = :client_id and unlinked_at is null
returning client_id, agency_id;

-- name: unlink_all
-- End every link that stands.
update ecards.channel set unlinked_at = :at where holder_id = :holder_id and unlinked_at is null
returning client_id, agency_id;

-- name: list_channels
-- The channels an e-card is linked to, the latest first.
select client_id, agency_id, linked_at from ecards.channel
where holder_id = :holder_id and unlinked_at is null order by linked_at desc, client_id;

-- name: take_reset^
-- A person's reset code, held until the end of the transaction.
select code_hash, failures, made_today, made_at, expires_at from ecards.reset_code where holder_id = :holder_id for update;

-- name: keep_reset!
-- A new reset code takes the place of the one before.
insert into ecards.reset_code (holder_id, code_hash, failures, made_today, made_at, expires_at)
values (:holder_id, :code_hash, 0, :made_today, :at, :expires_at)
on conflict (holder_id) do update set code_hash = excluded.code_hash, failures = 0, made_today = excluded.made_today,
  made_at = excluded.made_at, expires_at = excluded.expires_at;

-- name: count_wrong_reset!
-- One more wrong try at a reset code.
update ecards.reset_code set failures = failures + 1 where holder_id = :holder_id;

-- name: end_reset!
-- A reset code serves once; how many were made today is kept.
update ecards.reset_code set expires_at = :at where holder_id = :holder_id;

-- name: add_message!
-- A text to send to a person's telephone.
insert into ecards.message (holder_id, message_id, text_sealed, made_at, expires_at)
values (:holder_id, :message_id, :text_sealed, :at, :expires_at);

-- name: take_messages
-- Texts that wait to be sent, the oldest first.
select holder_id, message_id, text_sealed, expires_at from ecards.message order by made_at, message_id limit :at_most;

-- name: drop_message!
-- A text that was sent, or came too late.
delete from ecards.message where holder_id = :holder_id and message_id = :message_id;

-- name: add_check_in!
-- Somebody is here; who checked in today already stays as she is.
insert into ecards.check_in (holder_id, point_id, day, agency_id, mark, checked_in_at)
values (:holder_id, :point_id, :day, :agency_id, :mark, :at) on conflict do nothing;

-- name: find_check_in^
-- Somebody's check-in at a point on a day.
select point_id, day, mark, checked_in_at from ecards.check_in
where holder_id = :holder_id and point_id = :point_id and day = :day;

-- name: list_check_ins
-- Who checked in at a point on a day, the latest first; no person in it.
select point_id, day, mark, checked_in_at from ecards.check_in
where point_id = :point_id and day = :day and agency_id = :agency_id
order by checked_in_at desc, mark limit :at_most;

-- name: begin_handover!
-- A terminal asks to be signed in.
insert into ecards.handover (token_hash, secret_hash, point_id, mark, expires_at)
values (:token_hash, :secret_hash, :point_id, :mark, :expires_at);

-- name: find_handover^
-- What a terminal asked for, while it is good and nobody approved it.
select point_id, mark from ecards.handover
where token_hash = :token_hash and expires_at > :at and holder_id is null;

-- name: approve_handover!
-- The person in front of the terminal says yes.
update ecards.handover set holder_id = :holder_id
where token_hash = :token_hash and expires_at > :at and holder_id is null;

-- name: waiting_handover^
-- Whether a terminal still waits, and what it shows.
select mark, holder_id from ecards.handover where secret_hash = :secret_hash and expires_at > :at;

-- name: take_handover^
-- The terminal takes over what was approved, once.
delete from ecards.handover where secret_hash = :secret_hash and expires_at > :at and holder_id is not null
returning holder_id;

-- name: sweep_handovers!
-- Forget what has ended.
delete from ecards.handover where expires_at <= :at;

-- name: hold_queue
-- One at a time at a point's queue, until the end of the transaction.
select pg_advisory_xact_lock(hashtextextended('ecards.ticket ' || CAST(:point_id AS text), 0));

-- name: find_ticket^
-- Somebody's open ticket at a point on a day, with how many stand before her.
select t.number, t.state, t.taken_at, t.called_at,
  (select count(*) from ecards.ticket o
   where o.point_id = t.point_id and o.day = t.day and o.state = 'waiting' and o.number < t.number) as before
from ecards.ticket t
where t.point_id = :point_id and t.day = :day and t.holder_id = :holder_id and t.state in ('waiting', 'called');

-- name: add_ticket!
-- The next number of the day.
insert into ecards.ticket (point_id, day, number, holder_id, state, taken_at)
select :point_id, :day, coalesce(max(number), 0) + 1, :holder_id, 'waiting', :at
from ecards.ticket where point_id = :point_id and day = :day;

-- name: serve_called!
-- Whoever was called before has been served.
update ecards.ticket set state = 'served' where point_id = :point_id and day = :day and state = 'called';

-- name: call_first$
-- Call the one who waits longest; returns the number, or nothing.
update ecards.ticket set state = 'called', called_at = :at
where point_id = :point_id and day = :day and number = (
  select min(number) from ecards.ticket where point_id = :point_id and day = :day and state = 'waiting')
returning number;

-- name: leave_queue!
-- Somebody gives her place up.
update ecards.ticket set state = 'left'
where point_id = :point_id and day = :day and holder_id = :holder_id and state = 'waiting';

-- name: list_tickets
-- The open tickets of a point on a day, in their order; no person in it.
select number, state, taken_at, called_at from ecards.ticket
where point_id = :point_id and day = :day and state in ('waiting', 'called') order by number limit :at_most;
