create table virtual_server_group (
  id uuid primary key,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  name text not null unique,
  spec text not null
);

create index virtual_server_group_revision on virtual_server_group (revision);

create table backend_service (
  id uuid primary key,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  name text not null unique,
  spec text not null,
  virtual_server_group_id uuid not null references virtual_server_group (id),
  deregistration_delay_seconds integer not null
);

create index backend_service_revision on backend_service (revision);
create index backend_service_group on backend_service (virtual_server_group_id);

create table target (
  id uuid primary key,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  group_id uuid not null references virtual_server_group (id),
  address text not null,
  port integer,
  weight integer not null,
  zone text,
  fault_domain text,
  drain_until timestamptz
);

-- Two targets without a port are the same, too.
create unique index target_address on target (group_id, address, coalesce(port, 0));
create index target_revision on target (revision);
create index target_drain on target (drain_until) where drain_until is not null;
create index target_group on target (group_id, id);
