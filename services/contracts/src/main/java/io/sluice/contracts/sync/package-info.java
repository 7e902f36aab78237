/**
 * Level-triggered replication: an owner announces its revision, a reader that is behind asks for
 * what changed. Nothing depends on a single message to arrive.
 */
package io.sluice.contracts.sync;
