/** The registry's tables. */
package io.sluice.registry.store;
