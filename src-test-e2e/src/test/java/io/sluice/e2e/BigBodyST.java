package io.sluice.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.e2e.suite.Processes;
import io.sluice.e2e.suite.Relaunch;
import io.sluice.e2e.suite.Site;
import io.sluice.e2e.suite.Site.Pool;
import io.sluice.e2e.suite.Suite;
import io.sluice.e2e.traffic.Backend;
import io.sluice.e2e.traffic.Exchange;
import io.sluice.e2e.traffic.HttpConnection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies far larger than a gateway's memory stream through it, each way. */
@ExtendWith(SharedSuite.class)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class BigBodyST {
  private static final String HOST = "big.example";
  private static final long GIB = 1L << 30;

  /** Heap of 128 MiB, and what a JVM needs beside it. */
  private static final long RSS_LIMIT_MIB = 400;

  @Test
  void aGibibyteEachWayLeavesTheGatewaySmall(Suite suite) throws Exception {
    try (Backend backend = Backend.start("big", 0)) {
      Site site = Site.create(suite, "big");
      Pool pool = site.pool("a", Map.of(), backend.port());
      site.listen(Site.forward(pool));
      try (HttpConnection connection = HttpConnection.open(site.port())) {
        String gateway = connection.get(HOST, "/").gateway();
        long pid = suite.pid(gateway);
        assertThat(Relaunch.of(pid).command()).contains("-Xmx128m");
        long before = Processes.rssMiB(pid);

        Exchange download = connection.get(HOST, "/bytes/" + GIB);
        assertThat(download.bodyBytes()).isEqualTo(GIB);
        assertThat(download.intact()).isTrue();
        long afterDownload = Processes.peakRssMiB(pid);

        Exchange upload = connection.send("POST", HOST, "/upload", GIB);
        assertThat(upload.status()).isEqualTo(200);
        assertThat(upload.fields().get(Backend.BODY_FIELD)).isEqualTo(GIB + " intact");
        long afterUpload = Processes.peakRssMiB(pid);

        Measured.tell(
            "1 GiB each way through %s: RSS %d MiB before, peak %d MiB after download, %d MiB after"
                + " upload",
            gateway, before, afterDownload, afterUpload);
        assertThat(afterUpload).isLessThan(RSS_LIMIT_MIB);
      }
    }
  }
}
