package io.sluice.registry.api;

import io.sluice.chassis.api.Fields;
import io.sluice.contracts.model.Stickiness;
import io.sluice.contracts.model.Stickiness.SameSite;
import io.sluice.contracts.model.Stickiness.Type;
import java.util.List;
import java.util.regex.Pattern;

/** Reads by what clients keep to a target. */
final class StickinessBody {
  private static final Pattern COOKIE = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
  private static final int LONGEST = 604_800;

  private StickinessBody() {}

  static Stickiness read(Fields in) {
    Type type = in.choice("type", Type.class).required();
    return new Stickiness(type, cookie(in, type), duration(in, type), sameSite(in, type));
  }

  private static String cookie(Fields in, Type type) {
    String name =
        in.text("cookie")
            .matching(
                text -> COOKIE.matcher(text).matches(), "the name of a cookie, 1-64 characters")
            .optional();
    return switch (type) {
      case GATEWAY_COOKIE -> name == null ? Stickiness.GATEWAY_COOKIE : name;
      case APPLICATION_COOKIE -> {
        if (name == null) {
          in.wrong("cookie", null, "the name of the application's cookie");
        }
        yield name;
      }
      case OFF, SOURCE_IP -> {
        if (name != null) {
          in.wrong("cookie", name, "absent or null: only stickiness by a cookie has one");
        }
        yield null;
      }
    };
  }

  private static int duration(Fields in, Type type) {
    return switch (type) {
      case OFF -> in.integer("durationSeconds").range(0, 0).or(0);
      case GATEWAY_COOKIE -> in.integer("durationSeconds").range(0, LONGEST).or(0);
      case APPLICATION_COOKIE -> in.integer("durationSeconds").range(1, LONGEST).or(86_400);
      case SOURCE_IP -> in.integer("durationSeconds").range(1, LONGEST).or(3_600);
    };
  }

  private static SameSite sameSite(Fields in, Type type) {
    return switch (type) {
      case OFF, SOURCE_IP -> in.choice("sameSite", List.of(SameSite.LAX)).or(SameSite.LAX);
      case GATEWAY_COOKIE, APPLICATION_COOKIE ->
          in.choice("sameSite", SameSite.class).or(SameSite.LAX);
    };
  }
}
