/**
 * Traffic on raw sockets: clients and targets that see every reset, short body and idle close,
 * which an ordinary HTTP client hides by retrying.
 */
package io.sluice.e2e.traffic;
