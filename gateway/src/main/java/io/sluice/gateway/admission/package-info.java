/** Who and what may come in: decided from a request's head and the listener's limits. Pure. */
package io.sluice.gateway.admission;
