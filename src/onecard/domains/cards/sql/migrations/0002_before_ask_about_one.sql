-- A partner asks about one person, named by the scope, and only reads the card; not what happened to it.
create policy asked_about on cards.card for select using (
  current_setting('onecard.actor', true) = 'partner'
  and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);
alter policy reached on cards.event using (
  current_setting('onecard.actor', true) = 'system'
  or (current_setting('onecard.actor', true) in ('resident', 'staff')
      and exists (select 1 from cards.card c where c.holder_id = event.holder_id and c.card_id = event.card_id)));
