-- Each object is JSON in «spec»; beside it stand the columns that uniqueness, references and filters
-- need. «revision» of an object is the number of its last change, «version» its ETag.

create table load_balancer (
  id uuid primary key,
  name text not null unique,
  spec text not null,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index load_balancer_revision on load_balancer (revision);

create table rule_group (
  id uuid primary key,
  load_balancer_id uuid not null references load_balancer,
  name text not null,
  spec text not null,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (load_balancer_id, name)
);
create index rule_group_revision on rule_group (revision);

-- bind_address is the address of the load balancer, which never changes; empty stands for the
-- address that each gateway is configured with.
create table listener (
  id uuid primary key,
  load_balancer_id uuid not null references load_balancer,
  rule_group_id uuid references rule_group,
  name text not null,
  bind_address text not null,
  port integer not null,
  spec text not null,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (load_balancer_id, name),
  unique (bind_address, port)
);
create index listener_rule_group on listener (rule_group_id);
create index listener_revision on listener (revision);

-- match_key is what a rule matches: two rules may share it only when a priority tells them apart.
create table rule (
  id uuid primary key,
  rule_group_id uuid not null references rule_group,
  name text not null,
  priority integer,
  match_key text not null,
  spec text not null,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (rule_group_id, name)
);
create unique index rule_priority on rule (rule_group_id, priority) where priority is not null;
create unique index rule_match on rule (rule_group_id, match_key) where priority is null;
create index rule_revision on rule (revision);
