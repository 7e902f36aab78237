package io.sluice.chassis.config;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Makes {@code sluice.database.url} the one setting for a database: derives the settings of the
 * reactive pool and of the migrations' JDBC connection from it. Settings of {@code
 * quarkus.datasource} given by a person (environment, system property, file) win over it.
 */
public class DatabaseUrlSource implements ConfigSourceFactory {
  /** Above {@code application.properties} in the archive (250), below a file beside it (260). */
  private static final int ORDINAL = 255;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    ConfigValue url = context.getValue("sluice.database.url");
    if (url == null || url.getValue() == null || url.getValue().isBlank()) {
      return List.of();
    }
    return List.of(
        new PropertiesConfigSource(
            DatabaseUrl.toSettings(url.getValue()), "sluice.database.url", ORDINAL));
  }

  @Override
  public OptionalInt getPriority() {
    return OptionalInt.of(ORDINAL);
  }
}
