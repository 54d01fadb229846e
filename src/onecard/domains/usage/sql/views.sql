-- Uses by day, scene, issuing and using province, up to this moment: the roll-up and what is not yet rolled up.
create or replace view usage.daily as
select day, scene, issuer, province, sum(uses)::bigint as uses, sum(price_fen)::bigint as price_fen, sum(paid_fen)::bigint as paid_fen
from (select day, scene, issuer, province, uses, price_fen, paid_fen from usage.tally
      union all
      select day, scene, issuer, province, uses, price_fen, paid_fen from usage.tally_delta) as both_parts
group by day, scene, issuer, province;

grant select on usage.daily to onecard_board, onecard_app;

-- What points answered, without any person: the table itself is for the use path's functions only.
create or replace view usage.point_answer as
select point_id, sequence, use_id, refusal, happened_at, recorded_at from usage.answer;

grant select on usage.point_answer to onecard_app;
