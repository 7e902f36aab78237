package io.sluice.gateway.sync;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.chassis.sync.HealthState;
import io.sluice.chassis.sync.ListenersState;
import io.sluice.chassis.sync.RegistryState;
import io.sluice.contracts.Json;
import io.sluice.contracts.sync.HealthDelta;
import io.sluice.contracts.sync.ListenersDelta;
import io.sluice.contracts.sync.RegistryDelta;
import io.sluice.gateway.table.TableInputs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The last-known-good copy: the newest configuration, kept in one file, from which a gateway serves
 * when it starts and no owner answers. The copy before it is kept too, and tried when the newest
 * cannot be read.
 *
 * <p>The file is a line with name and version of the format, JSON, and a line with the SHA-256 of
 * all before it; only its owner may read it. It is written aside, forced to disk and renamed, so
 * that a reader finds the old or the new one, whole.
 */
public final class LastKnownGood {
  private static final Logger LOG = Logger.getLogger(LastKnownGood.class);
  private static final String NEWEST = "last-known-good";
  private static final String PREVIOUS = "last-known-good.previous";
  private static final String ASIDE = "last-known-good.tmp";
  private static final Set<StandardOpenOption> CREATE_NEW =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

  /** It has the private keys of certificates. */
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final byte[] HEADER = "sluice-copy 1\n".getBytes(StandardCharsets.US_ASCII);

  /** A line end, 64 hex digits, a line end. */
  private static final int TRAILER_LENGTH = 66;

  private final Path folder;

  /** The copy in a folder, which is created when missing. */
  public LastKnownGood(Path folder) {
    this.folder = folder;
  }

  /**
   * A configuration and when it was saved.
   *
   * @param savedAt when it was in use last, as far as the copy tells
   * @param inputs the owners' states
   */
  public record Copy(Instant savedAt, TableInputs inputs) {}

  /** The content of the file. */
  private record Content(
      @JsonProperty("savedAt") Instant savedAt,
      @JsonProperty("listeners") ListenersDelta listeners,
      @JsonProperty("registry") RegistryDelta registry,
      @JsonProperty("health") HealthDelta health) {}

  /**
   * Saves a configuration in place of the older copies.
   *
   * @throws IOException when the disk refuses; the copies there were are then untouched
   */
  public void save(Copy copy) throws IOException {
    Files.createDirectories(folder);
    Path aside = folder.resolve(ASIDE);
    TableInputs inputs = copy.inputs();
    Content content =
        new Content(
            copy.savedAt(),
            inputs.listeners().toSnapshot(),
            inputs.registry().toSnapshot(),
            inputs.health().toSnapshot());
    // One that a crash left behind may have other permissions.
    Files.deleteIfExists(aside);
    try (FileChannel file = FileChannel.open(aside, CREATE_NEW, OWNER_ONLY);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16)) {
      DigestOutputStream digesting = new DigestOutputStream(out, sha256());
      digesting.write(HEADER);
      Json.MAPPER
          .writer()
          .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
          .writeValue(digesting, content);
      out.write(trailer(digesting.getMessageDigest().digest()));
      out.flush();
      file.force(true);
    }
    Path newest = folder.resolve(NEWEST);
    if (Files.exists(newest)) {
      Files.move(newest, folder.resolve(PREVIOUS), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(aside, newest, StandardCopyOption.ATOMIC_MOVE);
    // The names are data of the folder: without this a power cut can bring the old ones back.
    try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
      names.force(true);
    }
  }

  /** The newest copy that can be read. One that cannot is named in the log. */
  public Optional<Copy> load() {
    return load(NEWEST).or(() -> load(PREVIOUS));
  }

  private Optional<Copy> load(String name) {
    Path file = folder.resolve(name);
    try {
      return Optional.of(decode(Files.readAllBytes(file)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      LOG.warnf("Last-known-good copy %s is not used: %s", file, e.getMessage());
      return Optional.empty();
    }
  }

  private static Copy decode(byte[] file) throws IOException {
    int end = file.length - TRAILER_LENGTH;
    if (end < HEADER.length || !Arrays.equals(file, 0, HEADER.length, HEADER, 0, HEADER.length)) {
      throw new IOException("it is cut short or of another version");
    }
    MessageDigest digest = sha256();
    digest.update(file, 0, end);
    if (!Arrays.equals(file, end, file.length, trailer(digest.digest()), 0, TRAILER_LENGTH)) {
      throw new IOException("its checksum is wrong");
    }
    Content content =
        Json.MAPPER.readValue(file, HEADER.length, end - HEADER.length, Content.class);
    return new Copy(
        content.savedAt(),
        new TableInputs(
            ListenersState.EMPTY.apply(content.listeners()),
            RegistryState.EMPTY.apply(content.registry()),
            HealthState.EMPTY.apply(content.health())));
  }

  private static byte[] trailer(byte[] digest) {
    return ("\n" + HexFormat.of().formatHex(digest) + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
