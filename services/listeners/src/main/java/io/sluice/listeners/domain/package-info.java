/**
 * Load balancers, listeners, rule groups and rules: what may be written, what conflicts, and which
 * rule comes first. Pure: no framework, no clock, no storage.
 */
package io.sluice.listeners.domain;
