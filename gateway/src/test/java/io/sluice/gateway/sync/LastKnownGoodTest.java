package io.sluice.gateway.sync;

import static io.sluice.gateway.table.Samples.GROUP;
import static io.sluice.gateway.table.Samples.LISTENER;
import static io.sluice.gateway.table.Samples.SERVICE;
import static io.sluice.gateway.table.Samples.backendService;
import static io.sluice.gateway.table.Samples.fixed;
import static io.sluice.gateway.table.Samples.forward;
import static io.sluice.gateway.table.Samples.health;
import static io.sluice.gateway.table.Samples.listener;
import static io.sluice.gateway.table.Samples.listeners;
import static io.sluice.gateway.table.Samples.registry;
import static io.sluice.gateway.table.Samples.rule;
import static io.sluice.gateway.table.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contracts.Json;
import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.gateway.table.TableInputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LastKnownGoodTest {
  private static final Instant FIRST = Instant.parse("2026-07-01T12:00:00Z");
  private static final Instant SECOND = FIRST.plusSeconds(60);

  @TempDir Path temporary;

  private Path folder;
  private LastKnownGood file;

  @BeforeEach
  void folderThatIsMissing() {
    folder = temporary.resolve("a/b");
    file = new LastKnownGood(folder);
  }

  @Test
  void givesBackWhatWasSaved() throws IOException {
    TableInputs inputs = inputs(1);

    file.save(new LastKnownGood.Copy(FIRST, inputs));

    assertThat(file.load()).contains(new LastKnownGood.Copy(FIRST, inputs));
  }

  @Test
  void onlyItsOwnerMayReadWhatHasPrivateKeys() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("last-known-good.tmp"), "left by a crash, readable by all");

    saveTwo();

    for (String name : List.of("last-known-good", "last-known-good.previous")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aCopyOfTheVersionBeforeTlsIsUsedWithDefaults() throws Exception {
    file.save(new LastKnownGood.Copy(FIRST, inputs(1)));
    String text = Files.readString(newest());
    String json = text.substring(text.indexOf('\n') + 1, text.length() - 66);
    ObjectNode content = (ObjectNode) Json.MAPPER.readTree(json);
    ((ObjectNode) content.get("listeners")).remove(List.of("certificates", "tlsPolicies"));
    ((ObjectNode) content.at("/listeners/listeners/0"))
        .remove(List.of("desyncMode", "limits", "http2", "tls"));
    ((ObjectNode) content.at("/registry/backendServices/0"))
        .remove(List.of("httpVersion", "tls", "pool"));
    String older = "sluice-copy 1\n" + Json.MAPPER.writeValueAsString(content);
    String digest =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(older.getBytes(StandardCharsets.UTF_8)));
    Files.writeString(newest(), older + "\n" + digest + "\n");

    assertThat(file.load()).contains(new LastKnownGood.Copy(FIRST, inputs(1)));
  }

  @Test
  void thereIsNoneBeforeTheFirst() {
    assertThat(file.load()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 14, 80, 500})
  void aCopyThatWasCutShortGivesWayToTheOneBefore(int length) throws IOException {
    saveTwo();
    byte[] content = Files.readAllBytes(newest());
    Files.write(newest(), Arrays.copyOf(content, length));

    assertThat(file.load()).map(LastKnownGood.Copy::savedAt).contains(FIRST);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 20, 300, -1, -30, -67})
  void aCopyWithAChangedByteGivesWayToTheOneBefore(int position) throws IOException {
    saveTwo();
    byte[] content = Files.readAllBytes(newest());
    content[position < 0 ? content.length + position : position] ^= 4;
    Files.write(newest(), content);

    assertThat(file.load()).map(LastKnownGood.Copy::savedAt).contains(FIRST);
  }

  @Test
  void aCopyOfAnotherVersionIsNotUsed() throws IOException {
    Files.createDirectories(folder);
    Files.writeString(newest(), "sluice-copy 2\n{}\n" + "0".repeat(64) + "\n");

    assertThat(file.load()).isEmpty();
  }

  @Test
  void aCrashWhileWritingLeavesTheCopyAsItWas() throws IOException {
    file.save(new LastKnownGood.Copy(FIRST, inputs(1)));
    Files.writeString(folder.resolve("last-known-good.tmp"), "half of a new copy");

    assertThat(file.load()).map(LastKnownGood.Copy::savedAt).contains(FIRST);
    file.save(new LastKnownGood.Copy(SECOND, inputs(2)));
    assertThat(file.load()).map(LastKnownGood.Copy::savedAt).contains(SECOND);
  }

  @Test
  void aFolderThatCannotBeWrittenFailsWithoutATrace() throws IOException {
    Files.write(temporary.resolve("a"), "a file".getBytes(StandardCharsets.US_ASCII));

    assertThatThrownBy(() -> file.save(new LastKnownGood.Copy(FIRST, inputs(1))))
        .isInstanceOf(IOException.class);
    assertThat(file.load()).isEmpty();
  }

  private void saveTwo() throws IOException {
    file.save(new LastKnownGood.Copy(FIRST, inputs(1)));
    file.save(new LastKnownGood.Copy(SECOND, inputs(2)));
  }

  private Path newest() {
    return folder.resolve("last-known-good");
  }

  private static TableInputs inputs(long number) {
    return new TableInputs(
        listeners(
            number,
            List.of(listener(LISTENER, 8_080, null, forward(SERVICE))),
            List.of(rule(1, "*.é.test", new PathMatch(PathType.PREFIX, "/a"), fixed(204)))),
        registry(number, List.of(backendService(SERVICE, GROUP)), List.of(target(GROUP, 1))),
        health(number, health(SERVICE, target(GROUP, 1), State.HEALTHY)));
  }
}
