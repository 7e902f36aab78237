package io.sluice.gateway.routing;

import java.util.List;

/** What the conditions of rules look at in a request, beside its host and path. */
public interface RequestView {
  /** The method; case matters. */
  String method();

  /** The values of all fields of a name, in whatever case it is written; empty without one. */
  List<String> headers(String name);

  /** The values of all cookies of a name, as they were sent; empty without one. */
  List<String> cookies(String name);

  /** The values of all query parameters of a name, decoded once; empty without one. */
  List<String> parameters(String name);

  /** The client's IP address, 4 or 16 bytes. */
  byte[] source();
}
