/** Webhook sources, and the inbox of events that wait to be carried out. */
package io.sluice.bridge.store;
