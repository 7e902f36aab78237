package io.sluice.gateway.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OpenFilesTest {
  private static final long HEAP = 128L << 20;

  @Test
  void limitIsTheSoftOneOfTheProcess() {
    assertThat(
            OpenFiles.limit(
                List.of(
                    "Limit                     Soft Limit           Hard Limit           Units     ",
                    "Max open files            20000                524288               files     ")))
        .isEqualTo(20_000);
    assertThat(OpenFiles.limit(List.of("Max open files            unlimited  unlimited  files")))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(OpenFiles.limit()).isPositive();
  }

  @Test
  void connectionsLeaveFilesForTargetsAndEverythingElse() {
    assertThat(OpenFiles.clientConnections(20_000, HEAP)).isEqualTo(11_692);
    assertThat(OpenFiles.clientConnections(1_024, HEAP)).isEqualTo(537);
    assertThat(OpenFiles.clientConnections(1, HEAP)).isEqualTo(1);
  }

  @Test
  void connectionsLeaveHeapForRequests() {
    assertThat(OpenFiles.clientConnections(1_048_576, HEAP)).isEqualTo(16_384);
  }
}
