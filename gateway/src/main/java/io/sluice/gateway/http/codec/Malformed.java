package io.sluice.gateway.http.codec;

/**
 * A message that breaks the grammar or a limit of HTTP/1. It is the last thing its decoder emits.
 *
 * @param status the status to answer a request with: 400, 413, 414, 431, 501 or 505
 * @param flaw what is wrong with the bytes; null for a limit
 * @param detail what is wrong, without any of the peer's bytes
 */
public record Malformed(int status, Flaw flaw, String detail) {}
