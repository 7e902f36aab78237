/**
 * The listeners service: owns load balancers, listeners, rule groups and rules, and sends them to
 * the gateways.
 */
package io.sluice.listeners;
