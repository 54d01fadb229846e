-- People with a valid card by issuing province (2 digits), up to this moment.
create or replace view cards.by_province as
select province, sum(holders)::bigint as holders
from (select province, holders from cards.tally union all select province, holders from cards.tally_delta) as both_parts
group by province;

grant select on cards.by_province to onecard_board, onecard_app;
