-- The JSON of a certificate lacks its private key, which is sealed beside it; null: an authority,
-- by which others are verified.
create table certificate (
  id uuid primary key,
  name text not null unique,
  sealed_key text,
  spec text not null,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index certificate_revision on certificate (revision);

create table tls_policy (
  id uuid primary key,
  name text not null unique,
  spec text not null,
  version bigint not null,
  revision bigint not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index tls_policy_revision on tls_policy (revision);
