package io.sluice.listeners.api;

import io.sluice.chassis.api.Fields;
import io.sluice.listeners.domain.ActionDraft;
import io.sluice.listeners.domain.ActionDraft.ServiceDraft;
import io.sluice.listeners.domain.ListenerDraft;

/** Reads an action. */
final class ActionBody {
  private ActionBody() {}

  static ActionDraft read(Fields in) {
    return new ActionDraft(
        in.text("type").optional(),
        in.objects("backendServices", 1, ActionDraft.MAX_SERVICES, ActionBody::service).optional(),
        Bodies.integer(in, "status", ActionDraft.STATUS),
        in.text("scheme").optional(),
        in.text("host").optional(),
        Bodies.integer(in, "port", ListenerDraft.PORT),
        in.text("path").optional(),
        in.text("query").optional(),
        in.text("contentType").optional(),
        in.text("body").optional(),
        Bodies.integer(in, "stickySeconds", ActionDraft.STICKY));
  }

  private static ServiceDraft service(Fields in) {
    return new ServiceDraft(
        in.id("backendServiceId").optional(), Bodies.integer(in, "weight", ActionDraft.WEIGHT));
  }
}
