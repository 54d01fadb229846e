-- What lasts lies with the person it is about; what lives for minutes is asked by a token or a client, and stays local.
select create_distributed_table('openid.subject', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('openid.consent', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('openid.login', 'holder_id', colocate_with => 'residents.resident');
-- local: openid.client, openid.request, openid.issued, openid.scan, openid.farewell
