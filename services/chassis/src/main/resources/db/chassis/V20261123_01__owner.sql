-- What every owner of replicated objects has beside its own tables.
create table revision (
  id smallint primary key check (id = 1),
  epoch bigint not null,
  number bigint not null,
  tombstone_floor bigint not null
);

-- A new database starts above every epoch of one that was there before it.
insert into revision (id, epoch, number, tombstone_floor)
values (1, extract(epoch from now())::bigint, 0, 0);

create table tombstone (
  id uuid primary key,
  revision bigint not null,
  deleted_at timestamptz not null
);

create index tombstone_revision on tombstone (revision);
create index tombstone_deleted_at on tombstone (deleted_at);

create table idempotency (
  key text primary key,
  request text not null,
  answer text not null,
  created_at timestamptz not null
);

create index idempotency_created_at on idempotency (created_at);
