create table webhook_source (
  id uuid primary key,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  name text not null unique,
  spec text not null,
  virtual_server_group_id uuid not null
);

create index webhook_source_group on webhook_source (virtual_server_group_id);

-- Events of all sources; those of one source are carried out in the order of their numbers.
create table inbox (
  id uuid primary key,
  number bigint generated always as identity,
  source_id uuid not null references webhook_source (id) on delete cascade,
  event_id text not null,
  operation text not null,
  targets text not null,
  state text not null check (state in ('received', 'done', 'rejected')),
  attempts integer not null default 0,
  detail text,
  received_at timestamptz not null,
  done_at timestamptz,
  unique (source_id, event_id)
);

create index inbox_waiting on inbox (source_id, number) where state = 'received';
create index inbox_done_at on inbox (done_at);

-- One row a source: locked to store an event, leased by the replica that carries its events out.
create table inbox_lane (
  source_id uuid primary key references webhook_source (id) on delete cascade,
  due_at timestamptz not null,
  lease_holder uuid,
  lease_until timestamptz
);
