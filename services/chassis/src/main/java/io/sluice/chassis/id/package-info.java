/** Identities of resources. */
package io.sluice.chassis.id;
