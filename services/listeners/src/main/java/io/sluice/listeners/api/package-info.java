/** REST of load balancers, listeners, rule groups and rules. */
package io.sluice.listeners.api;
