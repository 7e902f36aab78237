/**
 * A Vert.x cluster manager over JGroups: membership, failure detection, merge after a partition and
 * mutual TLS are JGroups'; ours is that each member replicates its own event-bus subscriptions to
 * the others.
 */
package io.sluice.cluster;
