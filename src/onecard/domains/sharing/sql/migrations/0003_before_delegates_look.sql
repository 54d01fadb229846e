-- A relative who acts by a delegation looks, too; such looks are chained by the person they are about.
alter table sharing.look drop constraint look_actor_kind_check;
alter table sharing.look add constraint look_actor_kind_check check (actor_kind in ('staff', 'partner', 'delegate'));
