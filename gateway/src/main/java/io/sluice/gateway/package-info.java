/** The gateway's application: configuration, start and stop. */
package io.sluice.gateway;
