/** The autoscaler bridge: signed webhooks in, memberships of virtual server groups out. */
package io.sluice.bridge;
