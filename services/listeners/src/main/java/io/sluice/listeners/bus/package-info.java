/** What the service asks and answers on the bus. */
package io.sluice.listeners.bus;
