/** The registry service: backend services, virtual server groups and their targets. */
package io.sluice.registry;
