-- A list that came as a file waits until whoever sends it has seen what is wrong with the file itself.
alter table cards.list add column held boolean not null default false;
grant update (held) on cards.list to onecard_app;
