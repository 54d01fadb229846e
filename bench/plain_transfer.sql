-- Yardstick 1: a plain transfer, one a call: lock both accounts in order, check, update both, write the row.
create table plain_account (account_id integer primary key, balance_fen bigint not null) with (fillfactor = 80);
create table plain_transfer (
  transfer_id bigint generated always as identity primary key, debit integer not null, credit integer not null,
  amount_fen bigint not null, recorded_at timestamptz not null default now());
insert into plain_account select n, 1000000000 from generate_series(1, 200000) as n;

create function move_plainly(payer integer, payee integer, amount bigint) returns bigint language plpgsql as $$
declare
  held bigint;
  made bigint;
begin
  perform from plain_account where account_id in (payer, payee) order by account_id for update;
  select balance_fen into held from plain_account where account_id = payer;
  if held < amount then
    raise exception 'insufficient balance';
  end if;
  update plain_account set balance_fen = balance_fen - amount where account_id = payer;
  update plain_account set balance_fen = balance_fen + amount where account_id = payee;
  insert into plain_transfer (debit, credit, amount_fen) values (payer, payee, amount) returning transfer_id into made;
  return made;
end $$;

-- Yardstick 2: posting in bulk, one set-based statement: transfers, two entries each, balances.
create table bulk_transfer (transfer_id bigint primary key, debit integer, credit integer, amount_fen bigint, recorded_at timestamptz);
create table bulk_entry (transfer_id bigint, account_id integer, amount_fen bigint, primary key (transfer_id, account_id));

create function bulk_post(many integer) returns void language sql as $$
  with made as (
    insert into bulk_transfer
    select n, 1 + (n * 7919) % 100000, 100001 + n % 100000, 200, now() from generate_series(1, many) as n returning *),
  entered as (
    insert into bulk_entry
    select transfer_id, debit, -amount_fen from made union all select transfer_id, credit, amount_fen from made
    returning *)
  update plain_account a set balance_fen = a.balance_fen + e.change
  from (select account_id, sum(amount_fen) as change from entered group by account_id) as e
  where a.account_id = e.account_id
$$;
