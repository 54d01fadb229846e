-- Views read; a board shows these.

-- What flows between two provinces, by the seat of the agencies: the first two digits of GB/T 2260.
create or replace view clearing.by_province as
select p.day, payer.division / 10000 as payer_province, payee.division / 10000 as payee_province,
       sum(p.amount_fen)::bigint as amount_fen, sum(p.transfers)::bigint as transfers
  from clearing.position as p
  join agencies.agency as payer on payer.agency_id = p.payer
  join agencies.agency as payee on payee.agency_id = p.payee
 group by p.day, payer.division / 10000, payee.division / 10000;

-- A province's net position against all others on a day; above zero it receives. What stays inside it is left out.
create or replace view clearing.province_net as
select day, province, sum(pays_fen)::bigint as pays_fen, sum(receives_fen)::bigint as receives_fen,
       sum(receives_fen - pays_fen)::bigint as net_fen
  from (select day, payer_province as province, amount_fen as pays_fen, 0 as receives_fen
          from clearing.by_province where payer_province <> payee_province
        union all
        select day, payee_province, 0, amount_fen
          from clearing.by_province where payer_province <> payee_province) as side
 group by day, province;

-- Closed days with how they were proved last.
create or replace view clearing.closed_day as
select d.day, d.closed_at, d.transfers, d.gross_fen, d.net_fen,
       (select count(*) from clearing.payment as p where p.day = d.day) as payments,
       (select max(proved_at) from clearing.proof as f where f.day = d.day and f.differences = 0) as proved_at
  from clearing.day as d;

grant select on clearing.by_province, clearing.province_net, clearing.closed_day to onecard_app, onecard_board;
