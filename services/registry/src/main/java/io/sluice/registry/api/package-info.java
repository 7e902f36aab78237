/** REST of the registry. */
package io.sluice.registry.api;
