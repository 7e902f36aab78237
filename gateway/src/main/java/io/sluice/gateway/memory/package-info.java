/** The memory of socket buffers: one pool for the process, shared fairly when it runs short. */
package io.sluice.gateway.memory;
