-- name: read_holders
-- People with a valid card by issuing province.
select province, holders from cards.by_province;

-- name: read_ecards
-- People with an e-card by issuing province.
select province, ecards from ecards.by_province;

-- name: read_uses
-- Uses of the last days by day, scene, issuing province and province of use.
select day, scene, issuer, province, uses from usage.daily where day between :first and :last;
