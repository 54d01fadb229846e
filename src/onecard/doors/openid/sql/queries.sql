-- name: add_client!
-- Register a service, or change one that is there and belongs to the same agency.
insert into openid.client as c (client_id, agency_id, name_zh, name_en, public_jwk, redirect_uris, post_logout_uris,
  backchannel_logout_uri, scopes, sector, recorded_at)
values (:client_id, :agency_id, :name_zh, :name_en, CAST(:public_jwk AS jsonb), :redirect_uris, :post_logout_uris,
  :backchannel_logout_uri, :scopes, :sector, :at)
on conflict (client_id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
  public_jwk = excluded.public_jwk, redirect_uris = excluded.redirect_uris,
  post_logout_uris = excluded.post_logout_uris, backchannel_logout_uri = excluded.backchannel_logout_uri,
  scopes = excluded.scopes, sector = excluded.sector, state = 'active', recorded_at = excluded.recorded_at
where c.agency_id = excluded.agency_id;

-- name: find_clients
-- Services that may sign people in.
select client_id, agency_id, name_zh, name_en, public_jwk, redirect_uris, post_logout_uris, backchannel_logout_uri,
  scopes, sector
from openid.client where client_id = any(:ids) and state = 'active';

-- name: list_clients
-- Every service, the stopped ones too.
select client_id, agency_id, name_zh, name_en, scopes, state from openid.client order by client_id;

-- name: client_names
-- What services are called, also those that were stopped since.
select client_id, agency_id, name_zh, name_en from openid.client where client_id = any(:ids);

-- name: revoke_client!
-- A service may sign nobody in any more.
update openid.client set state = 'revoked', recorded_at = :at where client_id = :client_id and state = 'active';

-- name: end_all_of_client!
-- What a stopped service holds opens nothing any more.
update openid.issued set ended_at = :at where client_id = :client_id and ended_at is null;

-- name: push_request!
-- Keep what a service asks for, until a browser begins it.
insert into openid.request (request_hash, client_id, asked, pushed_at, expires_at)
values (:request_hash, :client_id, CAST(:asked AS jsonb), :at, :expires_at);

-- name: begin_request^
-- Give a request to the browser that comes with it first; that one may load the page again.
update openid.request set browser_hash = :browser_hash, begun_at = coalesce(begun_at, :at),
  expires_at = case when begun_at is null then :until else expires_at end
where request_hash = :request_hash and client_id = :client_id and ended_at is null and expires_at > :at
  and (browser_hash is null or browser_hash = :browser_hash)
returning request_hash, client_id, asked::text as asked, begun_at, expires_at;

-- name: find_request^
-- A request that this browser began and nobody ended.
select request_hash, client_id, asked::text as asked, begun_at, expires_at from openid.request
where request_hash = :request_hash and browser_hash = :browser_hash and ended_at is null and expires_at > :at;

-- name: find_open_request^
-- A request that is under way, whatever the browser: for the phone that was shown its code.
select request_hash, client_id, asked::text as asked, begun_at, expires_at from openid.request
where request_hash = :request_hash and begun_at is not null and ended_at is null and expires_at > :at;

-- name: end_request!
-- A request was answered: no second answer.
update openid.request set ended_at = :at where request_hash = :request_hash and ended_at is null;

-- name: sweep_requests!
-- Forget requests that nobody can answer any more.
delete from openid.request where expires_at <= :at;

-- name: find_subject^
-- The name under which a sector knows a person.
select subject from openid.subject where holder_id = :holder_id and sector = :sector;

-- name: add_subject!
-- A sector meets a person for the first time.
insert into openid.subject (holder_id, sector, subject, made_at) values (:holder_id, :sector, :subject, :at)
on conflict do nothing;

-- name: find_consent^
-- What a person agreed to tell a service.
select scopes from openid.consent where holder_id = :holder_id and client_id = :client_id and withdrawn_at is null;

-- name: give_consent!
-- A person agrees to tell a service these.
insert into openid.consent as c (holder_id, client_id, scopes, given_at) values (:holder_id, :client_id, :scopes, :at)
on conflict (holder_id, client_id) do update set given_at = excluded.given_at, withdrawn_at = null,
  scopes = case when c.withdrawn_at is null
    then array(select distinct unnest(c.scopes || excluded.scopes) order by 1) else excluded.scopes end;

-- name: list_consents
-- What a person agreed to, the newest first, with her last log-in there.
select c.client_id, c.scopes, c.given_at,
  (select max(l.happened_at) from openid.login l where l.holder_id = c.holder_id and l.client_id = c.client_id)
    as last_login_at
from openid.consent c where c.holder_id = :holder_id and c.withdrawn_at is null order by c.given_at desc, c.client_id;

-- name: withdraw_consent!
-- A person takes back what she agreed to.
update openid.consent set withdrawn_at = :at
where holder_id = :holder_id and client_id = :client_id and withdrawn_at is null;

-- name: add_login!
-- A person logs in at a service.
insert into openid.login (holder_id, login_id, client_id, subject, scopes, acr, session_hash, happened_at)
values (:holder_id, :login_id, :client_id, :subject, :scopes, :acr, :session_hash, :at);

-- name: logins_of_session
-- The log-ins that stand on a browser's session.
select holder_id, login_id, client_id, subject from openid.login
where session_hash = :session_hash and ended_at is null;

-- name: logins_of_holder
-- A person's log-ins that nobody ended; those of one service if it is named.
select holder_id, login_id, client_id, subject from openid.login
where holder_id = :holder_id and ended_at is null and (CAST(:client_id AS text) is null or client_id = :client_id);

-- name: find_login^
-- One log-in, for whoever asks to log out of it.
select holder_id, login_id, client_id, subject, session_hash from openid.login
where holder_id = :holder_id and login_id = :login_id;

-- name: holder_of_login^
-- Whose log-in this is, by the session identifier that a service gave back.
select holder_id from openid.login where login_id = :login_id and client_id = :client_id and subject = :subject;

-- name: end_logins!
-- These log-ins have ended.
update openid.login set ended_at = :at where holder_id = :holder_id and login_id = any(:logins) and ended_at is null;

-- name: end_tokens!
-- What was issued for these log-ins opens nothing any more.
update openid.issued set ended_at = :at
where holder_id = :holder_id and login_id = any(:logins) and ended_at is null;

-- name: issue_code!
-- A code for one log-in.
insert into openid.issued (code_hash, holder_id, login_id, client_id, redirect_uri, challenge, nonce, subject, scopes,
  acr, amr, signed_in_at, code_expires_at)
values (:code_hash, :holder_id, :login_id, :client_id, :redirect_uri, :challenge, :nonce, :subject, :scopes, :acr, :amr,
  :signed_in_at, :code_expires_at);

-- name: redeem_codes
-- The one time a code buys a token: by its own client, with the verifier and the address it was asked with.
with asked as materialized (
  select * from unnest(CAST(:code_hashes AS bytea[]), CAST(:client_ids AS text[]), CAST(:challenges AS text[]),
    CAST(:redirect_uris AS text[]), CAST(:token_hashes AS bytea[]))
    as a(code_hash, client_id, challenge, redirect_uri, token_hash)),
held as materialized (
  select code_hash from openid.issued where code_hash = any(:code_hashes) order by code_hash for update)
update openid.issued i set redeemed_at = :at, token_hash = a.token_hash, token_expires_at = :token_expires_at
from held join asked a using (code_hash)
where i.code_hash = held.code_hash and i.client_id = a.client_id and i.challenge = a.challenge
  and i.redirect_uri = a.redirect_uri and i.redeemed_at is null and i.ended_at is null and i.code_expires_at > :at
returning i.token_hash, i.login_id, i.nonce, i.subject, i.scopes, i.acr, i.amr, i.signed_in_at;

-- name: end_redeemed!
-- A code came a second time from its own client: somebody has it who should not, so its token ends.
update openid.issued i set ended_at = :at
from unnest(CAST(:code_hashes AS bytea[]), CAST(:client_ids AS text[])) as a(code_hash, client_id)
where i.code_hash = a.code_hash and i.client_id = a.client_id and i.redeemed_at is not null and i.ended_at is null;

-- name: find_token^
-- What an access token opens now.
select i.holder_id, i.login_id, i.client_id, i.subject, i.scopes, i.acr, i.redeemed_at, i.token_expires_at, c.agency_id
from openid.issued i join openid.client c on c.client_id = i.client_id and c.state = 'active'
where i.token_hash = :token_hash and i.ended_at is null and i.token_expires_at > :at;

-- name: revoke_token!
-- A service gives its own token back.
update openid.issued set ended_at = :at
where token_hash = :token_hash and client_id = :client_id and ended_at is null;

-- name: sweep_issued!
-- Forget codes whose tokens have ended too.
delete from openid.issued where code_expires_at <= :before;

-- name: show_scan!
-- A desk shows a code that waits for a phone; an older one of the same request is void.
insert into openid.scan (scan_hash, request_hash, number, browser, network, made_at, expires_at)
values (:scan_hash, :request_hash, :number, :browser, :network, :at, :expires_at);

-- name: void_scans!
-- A desk shows another code: the older ones open nothing.
delete from openid.scan where request_hash = :request_hash and state in ('shown', 'refused');

-- name: find_scan^
-- A code that waits for its phone.
select scan_hash, request_hash, number, browser, network, expires_at from openid.scan
where scan_hash = :scan_hash and state = 'shown' and expires_at > :at;

-- name: answer_scan!
-- The phone said yes or no, once.
update openid.scan set state = :state, holder_id = :holder_id, answered_at = :at
where scan_hash = :scan_hash and state = 'shown' and expires_at > :at;

-- name: scan_of_request^
-- What became of the code on this desk.
select state, holder_id, answered_at from openid.scan
where request_hash = :request_hash and expires_at > :at order by made_at desc limit 1;

-- name: use_scan^
-- The desk takes up the phone's yes, once.
update openid.scan set state = 'used' where request_hash = :request_hash and state = 'confirmed' and expires_at > :at
returning holder_id, answered_at;

-- name: sweep_scans!
-- Forget codes of desks that nobody answered.
delete from openid.scan where expires_at <= :at;

-- name: add_farewell!
-- A service that wants to know is to be told that a log-in ended.
insert into openid.farewell (farewell_id, holder_id, client_id, login_id, subject, due_at)
select :farewell_id, :holder_id, c.client_id, :login_id, :subject, :at from openid.client c
where c.client_id = :client_id and c.state = 'active' and c.backchannel_logout_uri is not null;

-- name: take_farewell^
-- The next service to tell; nobody else takes it meanwhile, and it is due again should the telling break off.
update openid.farewell set tries = tries + 1, due_at = :again_at
where farewell_id = (select farewell_id from openid.farewell where due_at <= :at order by due_at limit 1
                     for update skip locked)
returning farewell_id, client_id, login_id, subject, tries;

-- name: drop_farewell!
-- A service was told, or will never listen.
delete from openid.farewell where farewell_id = :farewell_id;

-- name: postpone_farewell!
-- A service did not listen; it is told again later.
update openid.farewell set due_at = :due_at where farewell_id = :farewell_id;

-- name: move_logins!
-- The same person proved herself again in the same browser: her log-ins stand on the new session.
update openid.login set session_hash = :new_hash
where holder_id = :holder_id and session_hash = :old_hash and ended_at is null;
