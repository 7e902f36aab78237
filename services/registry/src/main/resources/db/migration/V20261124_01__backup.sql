alter table target add column backup boolean not null default false;
