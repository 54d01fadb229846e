-- A partner asks about one person, named by the scope, and only reads.
create policy asked_about on residents.resident for select using (
  current_setting('onecard.actor', true) = 'partner'
  and holder_id = nullif(current_setting('onecard.holder', true), '')::uuid);
