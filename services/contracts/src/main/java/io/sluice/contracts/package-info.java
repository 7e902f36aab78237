/**
 * What the services of the suite say to one another: records, event-bus addresses and their JSON
 * form. No framework, no logic beyond the records' own invariants.
 */
package io.sluice.contracts;
