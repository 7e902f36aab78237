/**
 * Storing of replicated resources. A service with a database writes:
 *
 * <ul>
 *   <li>beans: {@code @Singleton class Pool extends ShortTimeoutPool}; producers of one {@link
 *       io.sluice.chassis.store.Database}, one {@link io.sluice.chassis.store.Owner} and one {@link
 *       io.sluice.chassis.store.Replication}, which is started on {@code StartupEvent} and stopped
 *       on {@code ShutdownEvent};
 *   <li>for each kind a row ({@code @Entity class XRow extends NamedRow}), a table
 *       ({@code @ApplicationScoped class XTable implements PanacheRepositoryBase<XRow, UUID>}) and
 *       a {@link io.sluice.chassis.store.ResourceStore} with its checks;
 *   <li>a Flyway migration of its own in {@code db/migration}; {@code application.properties} names
 *       {@code quarkus.flyway.locations=db/chassis,db/migration}, which brings the tables of this
 *       package, and one schema for Flyway and Hibernate.
 * </ul>
 *
 * <p>A write locks the owner's revision row, checks, writes, commits, and then the revision is
 * announced. {@code services/registry} is the example to read.
 */
package io.sluice.chassis.store;
