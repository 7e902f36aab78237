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

import io.sluice.contracts.model.Rule.PathMatch;
import io.sluice.contracts.model.Rule.PathType;
import io.sluice.contracts.model.TargetHealth.State;
import io.sluice.gateway.table.TableInputs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
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
