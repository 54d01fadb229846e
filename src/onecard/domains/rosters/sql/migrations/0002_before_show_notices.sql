-- The notices that run now are looked for by everybody.
create index notice_by_end on rosters.notice (until_at);
