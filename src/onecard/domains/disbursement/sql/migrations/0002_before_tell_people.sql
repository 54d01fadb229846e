-- What a person is to be told by a text and was not yet: written with the event, gone with the text that tells it.
create table disbursement.news (
  holder_id uuid not null,
  event_id uuid not null,
  line_id uuid not null,
  recorded_at timestamptz not null,
  primary key (holder_id, event_id)
);
create index news_in_order on disbursement.news (recorded_at, event_id);
alter table disbursement.news enable row level security;
create policy taken on disbursement.news using (current_setting('onecard.actor', true) = 'system');
create policy kept on disbursement.news for insert
  with check (current_setting('onecard.actor', true) in ('system', 'staff'));
grant select, insert, delete on disbursement.news to onecard_app;
