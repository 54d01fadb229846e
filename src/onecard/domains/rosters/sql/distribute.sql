-- An entry and an objection lie with their holder; projects, rosters and who approved them are few and stay on one node.
select create_distributed_table('rosters.entry', 'holder_id', colocate_with => 'residents.resident');
select create_distributed_table('rosters.objection', 'holder_id', colocate_with => 'residents.resident');
-- local: rosters.project, rosters.roster, rosters.duty, rosters.file, rosters.part, rosters.notice, rosters.approval
-- local: rosters.handover, rosters.event, rosters.quota
