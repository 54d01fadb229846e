-- Departments that run benefit programmes, and townships that make the rosters of their people.
alter table agencies.agency drop constraint agency_kind_check;
alter table agencies.agency add constraint agency_kind_check check (kind in ('ministry', 'card_agency', 'operator', 'venue', 'finance', 'insurer', 'bank', 'purse_keeper', 'pass_issuer', 'department', 'township'));
