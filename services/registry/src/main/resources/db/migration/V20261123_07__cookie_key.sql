create table cookie_key (
  id uuid primary key,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  sealed_secret text not null,
  used_from timestamptz not null
);

create index cookie_key_revision on cookie_key (revision);
