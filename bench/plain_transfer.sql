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

-- Yardstick 2: posting in bulk, one set-based statement a piece: transfers with the columns the plan of the house gives
-- them, two entries each, balances. It makes its own rows, so nothing is sent, decided or answered.
create table bulk_balance (account_id uuid primary key, balance_fen bigint not null) with (fillfactor = 80);
create table bulk_transfer (
  transfer_id uuid primary key, debit uuid not null, credit uuid not null, amount_fen bigint not null check (amount_fen > 0),
  purpose text not null, reference uuid not null, happened_at timestamptz not null, recorded_at timestamptz not null);
create table bulk_entry (
  account_id uuid not null, transfer_id uuid not null, amount_fen bigint not null, primary key (account_id, transfer_id));
insert into bulk_balance select md5(n::text)::uuid, 1000000000 from generate_series(1, 100008) as n;

create function bulk_post(first integer, many integer) returns void language sql as $$
  with made as (
    insert into bulk_transfer
    select uuidv7(), md5((1 + (n::bigint * 7919) % 100000)::text)::uuid, md5((100001 + n % 8)::text)::uuid, 200, 'fare',
      gen_random_uuid(), now(), now()
    from generate_series(first, first + many - 1) as n returning *),
  entered as (
    insert into bulk_entry
    select debit, transfer_id, -amount_fen from made union all select credit, transfer_id, amount_fen from made
    returning *)
  update bulk_balance a set balance_fen = a.balance_fen + e.change
  from (select account_id, sum(amount_fen) as change from entered group by account_id) as e
  where a.account_id = e.account_id
$$;
