package io.sluice.cluster.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ResourceBundle;
import org.jgroups.conf.PropertyConverters;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.TpHeader;
import org.jgroups.stack.Protocol;
import org.jgroups.util.TLS;
import org.jgroups.util.ThreadPool;
import org.junit.jupiter.api.Test;

class JGroupsReflectionTest {
  @Test
  void headersAndProtocolsAreKept() {
    assertThat(JGroupsReflection.numbered())
        .contains(TpHeader.class.getName(), TCP.class.getName())
        .hasSizeGreaterThan(100);
  }

  @Test
  void protocolsAreKeptWithTheirSuperclassesPartsAndConverters() {
    assertThat(JGroupsReflection.configured())
        .contains(
            TCP.class,
            TP.class,
            Protocol.class,
            Discovery.class,
            ThreadPool.class,
            TLS.class,
            PropertyConverters.Default.class);
  }

  @Test
  void theResourcesExist() {
    for (String resource : JGroupsReflection.RESOURCES) {
      assertThat(TCP.class.getResource("/" + resource)).as(resource).isNotNull();
    }
    assertThat(ResourceBundle.getBundle(JGroupsReflection.BUNDLE).keySet()).isNotEmpty();
  }
}
