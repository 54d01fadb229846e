-- A crowd to measure with: {people} holders of Sichuan in numbered strides, each with a card, an e-card and 10,000 yuan in the
-- transport purse. Nobody's data: what would be sealed is as many bytes of zero. Parameters: first number, last number.
create temporary table one_stride on commit drop as
select gen_random_uuid() as holder_id, gen_random_uuid() as card_id, n,
  ('511381' || substr(md5('card' || n), 1, 26))::uuid as identifier,
  ('x' || substr(md5('code' || n), 1, 16))::bit(64)::bigint as pseudonym
from generate_series(%(first)s, %(last)s) as n;

insert into residents.resident (holder_id, division, birth_date, sex, number_sealed, name_sealed, recorded_at)
select holder_id, 511381, date '1936-01-01' + (n::bigint * 7919 %% 29000)::integer, case when n %% 2 = 0 then 'F' else 'M' end::"char",
  decode(repeat('00', 47), 'hex'), decode(repeat('00', 38), 'hex'), now() from one_stride;

insert into cards.card (holder_id, card_id, card_number, identifier, issuer, state, state_since, recorded_at)
select holder_id, card_id, lpad(upper(to_hex(n)), 9, '0'), identifier, 511300, 'active', now() - interval '1 day', now()
from one_stride;

insert into cards.by_identifier select identifier, holder_id, card_id from one_stride;

insert into ecards.ecard (holder_id, ecard_id, sign_no, pseudonym, issuer, level, state, issued_at, recorded_at)
select holder_id, card_id, n::text, pseudonym, 511300, 1, 'active', now() - interval '1 day', now() from one_stride;

insert into ecards.by_pseudonym select pseudonym, holder_id from one_stride;

insert into ledger.balance select holder_id, 5101, 1000000, now() from one_stride;
