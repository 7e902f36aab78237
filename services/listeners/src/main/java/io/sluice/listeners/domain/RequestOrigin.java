package io.sluice.listeners.domain;

/**
 * What is known of every request that an action may get: a redirect to the same place would send
 * the client round in a circle.
 *
 * @param port port of the listener, or null when the action serves several
 * @param host the one host that a rule takes, lower case, or null
 * @param path the one path that a rule takes, or null
 */
record RequestOrigin(Integer port, String host, String path) {}
