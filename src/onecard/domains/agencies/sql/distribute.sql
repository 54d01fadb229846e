-- Few rows that every node asks for at each use: copied to all of them. What staff and partners sign in with is asked
-- once a session and is not copied about.
select create_reference_table('agencies.agency');
select create_reference_table('agencies.point');
-- local: agencies.staff, agencies.partner
