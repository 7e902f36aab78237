package io.sluice.chassis.cluster;

import io.sluice.chassis.bus.TwoMembers;
import io.sluice.chassis.postgres.EmbeddedPostgres;
import io.sluice.cluster.ClusterOptions;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DatabaseDiscoveryIT {
  @Test
  void membersFindEachOtherThroughTheDatabase() {
    EmbeddedPostgres server =
        EmbeddedPostgres.start(
            Path.of("target", "database-discovery-it-" + ProcessHandle.current().pid()), 0);
    try {
      URI url = URI.create(server.url());
      String[] user = url.getUserInfo().split(":", 2);
      ClusterOptions.Discovery discovery =
          new ClusterOptions.Discovery.Database(
              "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + url.getPath(),
              user[0],
              user[1]);
      // Waits until both see each other.
      new TwoMembers(discovery).close();
    } finally {
      server.stop();
    }
  }
}
