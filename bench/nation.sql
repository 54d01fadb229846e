-- A nation to try a programme on: {people} invented residents over all counties, county by county as they were registered.
-- Nobody's data: what would be sealed is as many bytes of zero. Parameters: first number, last number, people, counties.
insert into residents.resident (holder_id, division, birth_date, sex, number_sealed, name_sealed, recorded_at)
select gen_random_uuid(), (%(counties)s::integer[])[1 + n::bigint * array_length(%(counties)s::integer[], 1) / (%(people)s + 1)],
  date '1926-01-01' + (n::bigint * 7919 %% 36800)::integer, case when n %% 2 = 0 then 'F' else 'M' end::"char",
  decode(repeat('00', 47), 'hex'), decode(repeat('00', 38), 'hex'), now()
from generate_series(%(first)s, %(last)s) as n;
