/** What rules change of requests and answers on their way. Pure: no socket, no clock. */
package io.sluice.gateway.modification;
