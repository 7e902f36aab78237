/** The tables of the schema {@code listeners}, and the checks that need them. */
package io.sluice.listeners.store;
