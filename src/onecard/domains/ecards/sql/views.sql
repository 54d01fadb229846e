-- E-cards by issuing province (2 digits), up to this moment.
create or replace view ecards.by_province as
select province, sum(ecards)::bigint as ecards
from (select province, ecards from ecards.tally union all select province, ecards from ecards.tally_delta) as both_parts
group by province;

grant select on ecards.by_province to onecard_board, onecard_app;
