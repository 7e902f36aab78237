package io.sluice.gateway.upstream;

import io.sluice.contracts.model.BackendService;
import io.sluice.contracts.model.Protocol;
import io.sluice.contracts.model.UpstreamHttp;

/** Which version of HTTP a target is spoken to with. */
enum TargetWire {
  /** HTTP/1.1. */
  HTTP_1,
  /** HTTP/2 and nothing else: by prior knowledge, or by ALPN when there is TLS. */
  HTTP_2,
  /** HTTP/2 if the target chooses it by ALPN, else HTTP/1.1. */
  HTTP_2_OR_1;

  static TargetWire of(BackendService service) {
    if (service.protocol() == Protocol.H2C || service.protocol() == Protocol.GRPC) {
      return HTTP_2;
    }
    return service.protocol() == Protocol.HTTPS && service.httpVersion() == UpstreamHttp.HTTP_2
        ? HTTP_2_OR_1
        : HTTP_1;
  }
}
