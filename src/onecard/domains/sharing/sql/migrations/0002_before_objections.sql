-- A person's objection to a look at her data or to a use of her card, and the answer of the agency that did it.
create table sharing.objection (
  holder_id uuid not null,
  objection_id uuid not null,
  about_kind text not null check (about_kind in ('look', 'use')),
  about_id uuid not null,
  agency_id uuid not null,               -- whose staff, program or point did it: it answers
  text_sealed bytea not null,
  made_at timestamptz not null,
  due_on date not null,                  -- the last day for an answer, by the rule of the day it was made
  outcome text check (outcome in ('explained', 'corrected', 'upheld')),
  answer_sealed bytea,
  answered_at timestamptz,
  answered_by text,                      -- the member of staff's id; no name
  primary key (holder_id, objection_id),
  unique (holder_id, about_id),
  check ((outcome is null) = (answered_at is null))
);
create index objection_by_agency on sharing.objection (agency_id, due_on) where answered_at is null;

alter table sharing.objection enable row level security;
create policy reached on sharing.objection using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) = 'resident'
      and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid)
  or (current_setting('onecard.actor', true) = 'staff'
      and agency_id = nullif(current_setting('onecard.agency', true), '')::uuid));
-- What an objection is about may be read by the agency that answers it, as far as the look is its own.
create policy own_chain on sharing.look for select using (
  current_setting('onecard.actor', true) = 'staff'
  and chain = nullif(current_setting('onecard.agency', true), '')::uuid
  and exists (select 1 from sharing.objection o where o.holder_id = look.holder_id and o.about_id = look.look_id));
grant select, insert on sharing.objection to onecard_app;
grant update (outcome, answer_sealed, answered_at, answered_by) on sharing.objection to onecard_app;
