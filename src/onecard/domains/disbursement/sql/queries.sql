-- name: keep_bank$
-- Set a bank up, or change where its files go; nothing where its code belongs to another province.
insert into disbursement.bank as b (bank, province, name_zh, name_en, reach, address, format, debtor, account, recorded_at)
values (:bank, :province, :name_zh, :name_en, :reach, :address, :format, :debtor, :account, :at)
on conflict (bank) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, reach = excluded.reach,
  address = excluded.address, format = excluded.format, debtor = excluded.debtor, account = excluded.account
  where b.province = excluded.province
returning true;

-- name: find_bank^
-- One bank.
select bank, province, name_zh, name_en, reach, address, format, debtor, account from disbursement.bank where bank = :bank;

-- name: list_banks
-- Every bank, by its code.
select bank, province, name_zh, name_en, reach, address, format, debtor, account from disbursement.bank order by bank;

-- name: add_batch$
-- A batch; nothing where its number is known.
insert into disbursement.batch (batch_id, agency_id, bank, fund, programme, period, purpose, lines, amount_fen, digest,
  recorded_at, recorded_by)
values (:batch_id, :agency_id, :bank, :fund, :programme, :period, :purpose, :lines, :amount_fen, :digest, :at, :staff)
on conflict (batch_id) do nothing returning true;

-- name: find_batch^
-- One batch with its digest, and what its bank needs to know.
select b.batch_id, b.agency_id, b.bank, b.fund, b.programme, b.period, b.purpose, b.lines, b.amount_fen, b.digest,
       b.recorded_at, k.province, k.format
from disbursement.batch as b join disbursement.bank as k using (bank) where b.batch_id = :batch_id;

-- name: list_batches
-- An agency's batches, newest first.
select batch_id from disbursement.batch where agency_id = :agency_id order by recorded_at desc, batch_id limit :at_most;

-- name: count_states
-- Lines, fen and marks of a batch by state; only the latest of each chain of reissues has its fen counted.
select state, count(*)::integer as lines,
       coalesce(sum(amount_fen) filter (where reissued_as is null), 0)::bigint as amount_fen,
       count(*) filter (where reissued_as is not null)::integer as reissued,
       count(*) filter (where doubted_at is not null)::integer as doubted,
       count(*) filter (where disputed_at is not null)::integer as disputed
from disbursement.line where batch_id = :batch_id group by state;

-- name: add_lines
-- Lines of a batch by the column; answers with those that were new.
insert into disbursement.line (holder_id, line_id, batch_id, number, programme, period, source, attempt, replaces,
  amount_fen, payee_sealed, state, state_since)
select holder_id, line_id, :batch_id, number, :programme, :period, source, attempt, replaces, amount_fen, payee_sealed,
       'approved', :at
from unnest(:holders::uuid[], :lines::uuid[], :numbers::integer[], :sources::text[], :attempts::integer[],
            :replaced::uuid[], :amounts::bigint[], :payees::bytea[])
  as l (holder_id, line_id, number, source, attempt, replaces, amount_fen, payee_sealed)
on conflict (holder_id, programme, period, source, attempt) do nothing
returning line_id;

-- name: add_finders!
-- Whose these lines are.
insert into disbursement.by_line (line_id, holder_id) select * from unnest(:lines::uuid[], :holders::uuid[]);

-- name: add_events!
-- What happened to lines, by the column; what a person waits to hear of becomes news in the same statement.
with written as (
  insert into disbursement.event (holder_id, line_id, event_id, event, happened_at, recorded_at, actor, reason)
  select holder_id, line_id, event_id, event, happened_at, :at, :actor, reason
  from unnest(:holders::uuid[], :lines::uuid[], :events::uuid[], :happened::text[], :times::timestamptz[], :reasons::text[])
    as e (holder_id, line_id, event_id, event, happened_at, reason)
  returning holder_id, event_id, line_id, event)
insert into disbursement.news (holder_id, event_id, line_id, recorded_at)
select holder_id, event_id, line_id, :at from written
where event in ('paid', 'rejected', 'returned', 'settled_paid', 'settled_home');

-- name: batch_to_instruct$
-- A batch with lines that no file holds yet. A reissue whose old line the bank disputes waits.
select l.batch_id from disbursement.line as l join disbursement.batch as b using (batch_id)
where l.state = 'approved' and l.disputed_at is null and b.bank = :bank
  and (CAST(:batch_id AS uuid) is null or l.batch_id = :batch_id)
  and not exists (select from disbursement.line as o
                   where o.holder_id = l.holder_id and o.line_id = l.replaces and o.disputed_at is not null)
order by l.batch_id, l.number limit 1;

-- name: take_to_instruct
-- The next lines for a file, held.
select l.holder_id, l.line_id, l.amount_fen from disbursement.line as l
where l.state = 'approved' and l.disputed_at is null and l.batch_id = :batch_id
  and not exists (select from disbursement.line as o
                   where o.holder_id = l.holder_id and o.line_id = l.replaces and o.disputed_at is not null)
order by l.batch_id, l.number limit :at_most for update of l skip locked;

-- name: add_file!
-- A file of instructions.
insert into disbursement.file (file_id, batch_id, bank, format, lines, amount_fen, made_at, pay_on)
values (:file_id, :batch_id, :bank, :format, :lines, :amount_fen, :at, :pay_on);

-- name: instruct_lines!
-- These lines stand in that file.
update disbursement.line as l set state = 'instructed', state_since = :at, file_id = :file_id
from unnest(:holders::uuid[], :lines::uuid[]) as i (holder_id, line_id)
where l.holder_id = i.holder_id and l.line_id = i.line_id and l.state = 'approved';

-- name: find_file^
-- One file.
select f.file_id, f.batch_id, f.bank, f.format, f.lines, f.amount_fen, b.purpose, f.made_at, f.pay_on
from disbursement.file as f join disbursement.batch as b using (batch_id) where f.file_id = :file_id;

-- name: files_to_send
-- Files the bank has not taken yet, oldest first.
select f.file_id, f.batch_id, f.bank, f.format, f.lines, f.amount_fen, b.purpose, f.made_at, f.pay_on
from disbursement.file as f join disbursement.batch as b using (batch_id)
where f.sent_at is null and f.bank = :bank and (CAST(:batch_id AS uuid) is null or f.batch_id = :batch_id)
order by f.made_at, f.file_id limit :at_most;

-- name: lines_of_file
-- What stands in a file, in its order.
select number, holder_id, line_id, amount_fen, payee_sealed from disbursement.line
where file_id = :file_id and number > :after order by number limit :at_most;

-- name: mark_file_sent!
-- The bank has taken the file.
update disbursement.file set sent_at = :at where file_id = :file_id and sent_at is null;

-- name: mark_lines_sent
-- Its lines are with the bank, where nothing later is known of them.
update disbursement.line set state = 'sent', state_since = :at where file_id = :file_id and state = 'instructed'
returning holder_id, line_id;

-- name: take_lines
-- Lines that a bank speaks of, held, each with its accounts. Another bank's lines are none of its business.
select l.holder_id, l.line_id, l.amount_fen, l.state, l.state_since, l.doubted_at, l.disputed_at, l.reason,
       l.bank_reason, l.reissued_as, b.fund, k.province
from unnest(:lines::uuid[]) as a (line_id)
join disbursement.by_line as f using (line_id)
join disbursement.line as l on l.holder_id = f.holder_id and l.line_id = f.line_id
join disbursement.batch as b using (batch_id)
join disbursement.bank as k using (bank)
where b.bank = :bank
order by l.holder_id, l.line_id for update of l;

-- name: lines_of_message
-- The lines of a whole file that are still on their way, by number.
select l.line_id, l.number from disbursement.line as l join disbursement.file as f using (file_id)
where l.file_id = :file_id and f.bank = :bank and l.state in ('instructed', 'sent', 'accepted') and l.number > :after
order by l.number limit :at_most;

-- name: is_our_file$
-- Whether this bank was given that file.
select exists (select from disbursement.file where file_id = :file_id and bank = :bank);

-- name: change_lines!
-- What a bank's answers made of lines, by the column.
update disbursement.line as l
set state = c.state, state_since = c.since, doubted_at = c.doubted_at, disputed_at = c.disputed_at, reason = c.reason,
    bank_reason = c.bank_reason
from unnest(:holders::uuid[], :lines::uuid[], :states::text[], :since::timestamptz[], :doubted::timestamptz[],
            :disputed::timestamptz[], :reasons::text[], :bank_reasons::text[])
  as c (holder_id, line_id, state, since, doubted_at, disputed_at, reason, bank_reason)
where l.holder_id = c.holder_id and l.line_id = c.line_id;

-- name: add_strays!
-- What a bank said that fits no line.
insert into disbursement.stray (answer_id, position, what, line, said, amount_fen)
select :answer_id, * from unnest(:positions::integer[], :whats::text[], :lines::text[], :saids::text[], :amounts::bigint[])
on conflict (answer_id, position) do nothing;

-- name: take_answer^
-- A file of answers as far as it was read, held; made where it is new.
with made as (
  insert into disbursement.answer (answer_id, bank, digest, name, kind, received_at)
  values (:answer_id, :bank, :digest, :name, :kind, :at) on conflict (bank, digest) do nothing returning *)
select answer_id, bank, name, kind, received_at, finished_at, answers, changed, repeated, stray, disputed, doubted
from made
union all
select answer_id, bank, name, kind, received_at, finished_at, answers, changed, repeated, stray, disputed, doubted
from disbursement.answer where bank = :bank and digest = :digest;

-- name: hold_answer^
-- How far a file of answers was read, held by whoever reads on.
select answer_id, answers, finished_at from disbursement.answer where answer_id = :answer_id for update;

-- name: count_answer!
-- Another piece of a file was read.
update disbursement.answer set answers = answers + :answers, changed = changed + :changed,
  repeated = repeated + :repeated, stray = stray + :stray, disputed = disputed + :disputed, doubted = doubted + :doubted
where answer_id = :answer_id;

-- name: finish_answer!
-- A file of answers was read to its end.
update disbursement.answer set finished_at = :at where answer_id = :answer_id and finished_at is null;

-- name: list_answers
-- What a bank sent, newest first.
select answer_id, bank, name, kind, received_at, finished_at, answers, changed, repeated, stray, disputed, doubted
from disbursement.answer where bank = :bank order by received_at desc, answer_id desc limit :at_most;

-- name: take_to_ask
-- Lines of one file that the bank should be asked about again: in doubt, or silent for too long. Held.
with chosen as (
  select l.file_id from disbursement.line as l join disbursement.file as f using (file_id)
  where f.bank = :bank and f.sent_at < :before and l.state in ('instructed', 'sent', 'accepted')
    and l.state_since < :before and coalesce(l.asked_at, l.state_since) < :before
  order by f.sent_at, l.file_id limit 1)
select l.holder_id, l.line_id, l.file_id, l.amount_fen, l.number from disbursement.line as l
where l.file_id = (select file_id from chosen) and l.state in ('instructed', 'sent', 'accepted')
  and l.state_since < :before and coalesce(l.asked_at, l.state_since) < :before
order by l.number for update of l skip locked;

-- name: mark_asked!
-- The bank was asked about these.
update disbursement.line as l set asked_at = :at
from unnest(:holders::uuid[], :lines::uuid[]) as i (holder_id, line_id)
where l.holder_id = i.holder_id and l.line_id = i.line_id;

-- name: take_line^
-- One line by its number, held, with its accounts.
select l.holder_id, l.line_id, l.batch_id, l.number, l.attempt, l.amount_fen, l.state, l.state_since, l.doubted_at,
       l.disputed_at, l.reason, l.bank_reason, l.replaces, l.reissued_as, l.source, l.programme, l.period, l.payee_sealed,
       b.fund, k.province
from disbursement.line as l join disbursement.batch as b using (batch_id) join disbursement.bank as k using (bank)
where l.batch_id = :batch_id and l.number = :number for update of l;

-- name: lock_numbers$
-- Wait for whoever is giving this batch another number.
select pg_advisory_xact_lock(51790, hashtext(:batch_id::text));

-- name: next_number$
-- The number after a batch's last.
select max(number) + 1 from disbursement.line where batch_id = :batch_id;

-- name: mark_reissued!
-- This line was replaced by that one.
update disbursement.line set reissued_as = :by where holder_id = :holder_id and line_id = :line_id and reissued_as is null;

-- name: list_lines
-- A batch's lines by number, of one state or all, after a number.
select holder_id, line_id, batch_id, number, attempt, amount_fen, state, state_since, doubted_at, disputed_at, reason,
       bank_reason, replaces, reissued_as
from disbursement.line
where batch_id = :batch_id and number > :after and (CAST(:state AS text) is null or state = :state)
  and (not :attention or doubted_at is not null or disputed_at is not null
       or (state in ('rejected', 'returned') and reissued_as is null))
order by number limit :at_most;

-- name: list_events
-- What happened to a line, in order.
select event, happened_at, recorded_at, actor, reason from disbursement.event
where holder_id = :holder_id and line_id = :line_id order by recorded_at, event_id;

-- name: take_old_seals
-- Lines whose payee is sealed with another than the newest key.
select holder_id, line_id, payee_sealed from disbursement.line
where get_byte(payee_sealed, 0) <> :key_id order by holder_id, line_id limit :at_most for update;

-- name: reseal_lines!
-- Put back payees that were sealed again.
update disbursement.line as l set payee_sealed = s.sealed
from unnest(:holders::uuid[], :lines::uuid[], :sealed::bytea[]) as s (holder_id, line_id, sealed)
where l.holder_id = s.holder_id and l.line_id = s.line_id;

-- name: payments_of
-- A person's payments, newest first, a page at a time; one that was issued again is told by its latest line.
select l.holder_id, l.line_id, l.batch_id, l.number, l.attempt, l.amount_fen, l.state, l.state_since, l.doubted_at,
       l.disputed_at, l.reason, l.bank_reason, l.replaces, l.reissued_as, l.programme, l.period, l.payee_sealed,
       (select max(e.happened_at) from disbursement.event as e
         where e.holder_id = l.holder_id and e.line_id = l.line_id
           and e.event in ('approved', 'paid', 'rejected', 'returned', 'settled_paid', 'settled_home')) as happened_at
from disbursement.line as l
where l.holder_id = :holder_id and (CAST(:line_id AS uuid) is null or l.line_id = :line_id)
  and (CAST(:line_id AS uuid) is not null or l.reissued_as is null)
  and (CAST(:before AS uuid) is null or l.line_id < :before)
order by l.line_id desc limit :at_most;

-- name: behind_batches
-- What payments are for and who pays them, where the person has a line in the batch.
select batch_id, agency_id, purpose, recorded_at, bank_zh, bank_en from disbursement.behind(:holder_id, :batches::uuid[]);

-- name: arrived_by_month
-- What stands on a person's account of what arrived since a day, by the month of arrival in Shanghai.
select date_trunc('month', arrived_at at time zone 'Asia/Shanghai')::date as month, sum(amount_fen)::bigint as amount_fen
from (select l.line_id, l.amount_fen, max(e.happened_at) as arrived_at
        from disbursement.line as l join disbursement.event as e on e.holder_id = l.holder_id and e.line_id = l.line_id
       where l.holder_id = :holder_id and l.state = 'paid' and e.event in ('paid', 'settled_paid')
       group by l.line_id, l.amount_fen) as paid
where arrived_at >= :since group by 1 order by 1;

-- name: events_before
-- What happened to a person's payments, newest first, a page at a time, without what goes on between us and the bank.
select e.event_id, e.line_id, e.event, e.happened_at, e.actor, e.reason, l.batch_id, l.amount_fen, l.period, l.payee_sealed
from disbursement.event as e join disbursement.line as l on l.holder_id = e.holder_id and l.line_id = e.line_id
where e.holder_id = :holder_id and e.event <> all (CAST(:but AS text[]))
  and (e.happened_at, e.event_id) < (:before, :before_event)
order by e.happened_at desc, e.event_id desc limit :at_most;

-- name: list_news
-- What people were not told yet, oldest first.
select holder_id, event_id, line_id from disbursement.news order by recorded_at, event_id limit :at_most;

-- name: take_news!
-- This was told, or is to be told by whoever took it; nothing where somebody else was faster.
delete from disbursement.news where holder_id = :holder_id and event_id = :event_id;

-- name: read_news^
-- What the news is about, as the line stands now.
select e.event, l.state, l.reason, l.amount_fen, l.period, l.payee_sealed, b.purpose
from disbursement.event as e
join disbursement.line as l on l.holder_id = e.holder_id and l.line_id = e.line_id
join disbursement.batch as b on b.batch_id = l.batch_id
where e.holder_id = :holder_id and e.line_id = :line_id and e.event_id = :event_id;
