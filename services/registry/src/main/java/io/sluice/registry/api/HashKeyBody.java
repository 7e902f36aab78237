package io.sluice.registry.api;

import io.sluice.chassis.api.Fields;
import io.sluice.contracts.model.BackendService.Algorithm;
import io.sluice.contracts.model.HashKey;
import io.sluice.contracts.model.HashKey.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what a consistent hash places requests by. */
final class HashKeyBody {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");

  private static final Pattern PARAMETER = Pattern.compile("[!-~&&[^&=#]]{1,128}");

  private static final Map<String, Function<Fields, HashKey>> BY_TYPE = new LinkedHashMap<>();

  static {
    BY_TYPE.put("header", in -> named(in, Type.HEADER, TOKEN, "a header field's name"));
    BY_TYPE.put("cookie", in -> named(in, Type.COOKIE, TOKEN, "a cookie's name"));
    BY_TYPE.put("query", in -> named(in, Type.QUERY, PARAMETER, "a query parameter's name"));
    BY_TYPE.put("path", in -> unnamed(in, Type.PATH));
    BY_TYPE.put("source", in -> unnamed(in, Type.SOURCE));
  }

  private HashKeyBody() {}

  /** The key of a backend service with an algorithm; null unless that is a consistent hash. */
  static HashKey read(Fields in, Algorithm algorithm) {
    HashKey key = in.object("hashKey", object -> object.variant(BY_TYPE)).optional();
    boolean given = in.has("hashKey");
    if (algorithm == Algorithm.CONSISTENT_HASH && !given) {
      in.wrong("hashKey", null, "an object: consistent_hash needs what to place requests by");
    } else if (algorithm != Algorithm.CONSISTENT_HASH && given) {
      in.wrong("hashKey", "an object", "absent or null, as the algorithm is not consistent_hash");
    }
    return key;
  }

  private static HashKey named(Fields in, Type type, Pattern pattern, String what) {
    return new HashKey(
        type,
        in.text("name")
            .matching(name -> pattern.matcher(name).matches(), what + ", 1-128 characters")
            .required());
  }

  private static HashKey unnamed(Fields in, Type type) {
    String name = in.text("name").optional();
    if (name != null) {
      in.wrong("name", name, "absent or null: only header, cookie and query have a name");
    }
    return new HashKey(type, null);
  }
}
