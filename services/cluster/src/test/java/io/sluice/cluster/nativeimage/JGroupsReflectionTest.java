package io.sluice.cluster.nativeimage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
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
  void theResourcesThatTheNativeBuildKeepsExist() throws IOException {
    String config =
        Files.readString(
            Path.of(
                "src/main/resources/META-INF/native-image/io.sluice/sluice-cluster/resource-config.json"));
    List<String> resources =
        Pattern.compile("Q([^\\\\]+)..E").matcher(config).results().map(m -> m.group(1)).toList();
    assertThat(resources)
        .contains("jg-magic-map.xml")
        .allSatisfy(resource -> assertThat(TCP.class.getResource("/" + resource)).isNotNull());
    assertThat(ResourceBundle.getBundle("jg-messages").keySet()).isNotEmpty();
  }
}
