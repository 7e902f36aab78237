/**
 * The configuration that requests are served by: immutable, built aside from what the owners
 * published, swapped whole.
 */
package io.sluice.gateway.table;
