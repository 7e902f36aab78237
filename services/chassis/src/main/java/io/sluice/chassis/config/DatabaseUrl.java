package io.sluice.chassis.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The value of {@code sluice.database.url}: {@code postgresql://user:password@host:port/database}.
 * User and password are percent-decoded; the port is 5432 when left out; parameters after {@code ?}
 * are passed on, as {@code sslmode=require}.
 */
final class DatabaseUrl {
  private static final int DEFAULT_PORT = 5432;
  private static final String FORM = "postgresql://user:password@host:port/database";

  private DatabaseUrl() {}

  /**
   * The data source settings of Quarkus that it stands for.
   *
   * @throws IllegalArgumentException when it is malformed; the message does not hold the password
   */
  static Map<String, String> toSettings(String url) {
    URI uri;
    try {
      uri = new URI(url.strip());
    } catch (URISyntaxException e) {
      throw wrong("it is no URL: " + e.getReason());
    }
    if (!"postgresql".equals(uri.getScheme()) && !"postgres".equals(uri.getScheme())) {
      throw wrong("it does not begin with postgresql://");
    }
    if (uri.getHost() == null) {
      throw wrong("it names no host, or a character of user or password is not percent-encoded");
    }
    String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
    if (database.isEmpty() || database.contains("/")) {
      throw wrong("it names no database");
    }
    String[] user =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    if (user.length == 0 || user[0].isEmpty()) {
      throw wrong("it names no user");
    }
    int port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String place = "postgresql://" + uri.getHost() + ":" + port + uri.getRawPath() + query;

    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("quarkus.datasource.reactive.url", place);
    settings.put("quarkus.datasource.jdbc.url", "jdbc:" + place);
    settings.put("quarkus.datasource.username", decoded(user[0]));
    if (user.length == 2) {
      settings.put("quarkus.datasource.password", decoded(user[1]));
    }
    return settings;
  }

  /** A plus sign stands for itself here, unlike in a form. */
  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw wrong("a percent sign of user or password is not encoded as %25");
    }
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException("sluice.database.url must be " + FORM + ", but " + why);
  }
}
