package io.sluice.gateway.upstream;

import io.netty.handler.codec.http.HttpContent;
import io.sluice.gateway.http.codec.ResponseHead;
import io.sluice.gateway.observe.Reason;

/** Who asked for a connection to a target, and gets what comes of it. */
public interface UpstreamReceiver {
  /** The connection asked for is there; it must be released or closed. */
  void connected(UpstreamExchange exchange);

  /** There will be no connection. */
  void connectFailed(Reason reason);

  /** The head of an answer, interim or final. */
  void answerHead(ResponseHead head);

  /** A piece of the answer's body; the receiver releases it. A last one ends the answer. */
  void answerContent(HttpContent content);

  /** All that was read at once has been given. */
  void answerReadComplete();

  /** Writing may go on. */
  void upstreamWritable();

  /** The connection is lost, or its bytes are not HTTP, before the answer was complete. */
  void upstreamFailed(Reason reason);
}
