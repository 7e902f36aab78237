package io.sluice.gateway.http.codec;

import java.util.function.Consumer;

/**
 * What about a message's bytes deviates from the grammar, or is read differently by different
 * peers. The classes are those of docs/http-strictness.md.
 */
public enum Flaw {
  /** Method, spaces or request target. */
  BAD_REQUEST_LINE(Danger.SEVERE),
  /** Not a version of HTTP, or one that is not spoken here. */
  BAD_VERSION(Danger.SEVERE),
  /** A bare CR or LF, or more than one empty line before the message. */
  BAD_LINE_END(Danger.SEVERE),
  /** No token before the colon, or a control byte in the value. */
  BAD_FIELD(Danger.SEVERE),
  /** Not a number in range. */
  BAD_CONTENT_LENGTH(Danger.SEVERE),
  /** Two lengths that differ. */
  CONFLICTING_CONTENT_LENGTH(Danger.SEVERE),
  /** Repeated, not a list of codings, without chunked as the last one, or in HTTP/1.0. */
  BAD_TRANSFER_ENCODING(Danger.SEVERE),
  /** Size, extension or end of a chunk. */
  BAD_CHUNK(Danger.SEVERE),
  /** Malformed trailer fields. */
  BAD_TRAILER(Danger.SEVERE),
  /** Host is missing, repeated or no host. */
  BAD_HOST(Danger.SEVERE),
  /** The request target has no form that the method allows. */
  BAD_TARGET(Danger.SEVERE),
  /** The same length twice. Normalised to one. */
  DUPLICATE_CONTENT_LENGTH(Danger.AMBIGUOUS),
  /** Both ways to tell the body's end. Normalised to chunked (RFC 9112 section 6.3). */
  LENGTH_AND_CHUNKED(Danger.AMBIGUOUS),
  /** A name that some targets read as a framing or forwarding field's. Normalised by removal. */
  LOOKALIKE_FIELD(Danger.AMBIGUOUS),
  /** A field value over two lines. Normalised to one line (RFC 9112 section 5.2). */
  FOLDED_FIELD(Danger.AMBIGUOUS),
  /** GET or HEAD with a body, which some targets leave unread and take for the next request. */
  BODY_OF_GET(Danger.ACCEPTABLE),
  /** Content-Length with leading zeros. Normalised to the number. */
  PADDED_CONTENT_LENGTH(Danger.ACCEPTABLE),
  /** An absolute target with another authority than Host; the target's becomes Host. */
  TARGET_BEATS_HOST(Danger.ACCEPTABLE);

  /** How dangerous a flaw is. */
  public enum Danger {
    /** All known peers read it alike, or the normalised form leaves no doubt. */
    ACCEPTABLE,
    /** Peers differ, but one reading is safe once the message is normalised. */
    AMBIGUOUS,
    /** There is no single safe reading. */
    SEVERE
  }

  private static final Flaw[] ALL = values();

  private final Danger danger;

  Flaw(Danger danger) {
    this.danger = danger;
  }

  /** Its class. */
  public Danger danger() {
    return danger;
  }

  /** Its bit in a set of flaws. */
  public int bit() {
    return 1 << ordinal();
  }

  /** Whether a set has it. */
  public boolean in(int set) {
    return (set & bit()) != 0;
  }

  /** Calls for each flaw in a set. */
  public static void each(int set, Consumer<Flaw> action) {
    for (Flaw flaw : ALL) {
      if (flaw.in(set)) {
        action.accept(flaw);
      }
    }
  }

  /** The first flaw of a class in a set, or null. */
  public static Flaw first(int set, Danger danger) {
    for (Flaw flaw : ALL) {
      if (flaw.danger == danger && flaw.in(set)) {
        return flaw;
      }
    }
    return null;
  }
}
