package io.sluice.deploy.apply;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in files beside the YAML file that names them. */
final class PemFiles {
  private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
  private static final String END = "-----END CERTIFICATE-----";
  private static final Pattern BLOCK = Pattern.compile(BEGIN + "([A-Za-z0-9+/=\\s]+)" + END);
  private static final long MAX_BYTES = 1 << 20;
  private static final int SHOWN_DIGITS = 16;

  private PemFiles() {}

  /**
   * The certificates of a file in the form in which services show them, so that both can be
   * compared: what stands between them is left out, lines have 64 characters.
   *
   * @throws FileError when the file cannot be read, or has none
   */
  static String certificates(At at, String file) {
    StringBuilder pem = new StringBuilder();
    Matcher blocks = BLOCK.matcher(text(at, file));
    while (blocks.find()) {
      pem.append(BEGIN).append('\n').append(lines(at, file, blocks.group(1)));
      pem.append('\n').append(END).append('\n');
    }
    if (pem.isEmpty()) {
      throw new FileError(at, file + " has no certificate in PEM (" + BEGIN + ")");
    }
    return pem.toString();
  }

  /**
   * The text of a file.
   *
   * @throws FileError when it cannot be read
   */
  static String text(At at, String file) {
    try {
      Path path = path(at, file);
      if (Files.size(path) > MAX_BYTES) {
        throw new FileError(at, file + " is larger than 1 MiB");
      }
      return Files.readString(path, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new FileError(at, "there is no file " + e.getFile());
    } catch (IOException | InvalidPathException e) {
      throw new FileError(at, "file " + file + " cannot be read: " + e.getMessage());
    }
  }

  /** Whether a text is one of certificates. */
  static boolean isCertificates(String text) {
    return text.startsWith(BEGIN);
  }

  /** Certificates in a few words: the fingerprint of the first, and how many more there are. */
  static String shown(String pem) {
    Matcher blocks = BLOCK.matcher(pem);
    if (!blocks.find()) {
      return "not PEM";
    }
    String fingerprint =
        HexFormat.of().formatHex(sha256(Base64.getMimeDecoder().decode(blocks.group(1))));
    long more = blocks.results().count();
    return "SHA-256 "
        + fingerprint.substring(0, SHOWN_DIGITS)
        + "…"
        + (more == 0 ? "" : " and " + more + " more");
  }

  /** Relative paths begin where the YAML file lies; those of the standard input here. */
  private static Path path(At at, String file) {
    Path path = Path.of(file);
    Path parent = Path.of(at.file()).getParent();
    return path.isAbsolute() || parent == null ? path : parent.resolve(path);
  }

  private static String lines(At at, String file, String body) {
    try {
      byte[] content = Base64.getDecoder().decode(body.replaceAll("\\s", ""));
      return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    } catch (IllegalArgumentException e) {
      throw new FileError(at, file + " has a certificate that is not base64");
    }
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
