/** REST of the health service. */
package io.sluice.health.api;
