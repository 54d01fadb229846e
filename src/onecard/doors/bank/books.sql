create table if not exists sent (message_id text primary key, iso integer not null, round integer not null);
create table if not exists line (
  line_id text primary key, about text not null, fen integer not null, outcome text not null, reason text not null,
  paid integer not null default 0);
create table if not exists saying (
  number integer primary key, due integer not null, channel text not null, about text not null, line_id text not null,
  fen integer not null, said text not null, reason text);
create index if not exists saying_due on saying (due, channel, about);
create table if not exists now (single integer primary key check (single = 1), round integer not null, files integer not null);
insert or ignore into now values (1, 0, 0);
