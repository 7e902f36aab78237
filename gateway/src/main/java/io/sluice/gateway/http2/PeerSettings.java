package io.sluice.gateway.http2;

/** What a client has set (RFC 9113 section 6.5.2), as far as it matters to this side. */
public final class PeerSettings {
  private static final int ENABLE_PUSH = 2;
  private static final int MAX_CONCURRENT_STREAMS = 3;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int MAX_FRAME_SIZE = 5;
  private static final int MAX_HEADER_LIST_SIZE = 6;
  private static final int ENABLE_CONNECT_PROTOCOL = 8;
  private static final int NO_RFC7540_PRIORITIES = 9;

  private static final int DEFAULT_WINDOW = 65_535;
  private static final int LEAST_MAX_FRAME = 16_384;
  private static final int MOST_MAX_FRAME = (1 << 24) - 1;

  private int window = DEFAULT_WINDOW;
  private long wantedWindow = DEFAULT_WINDOW;

  /** Says what this side sets: all else is the protocol's default. */
  public static void writeOwn(FrameWriter writer, int maxStreams, int maxHeaderBytes) {
    writer.settings(
        MAX_CONCURRENT_STREAMS,
        maxStreams,
        MAX_HEADER_LIST_SIZE,
        maxHeaderBytes,
        ENABLE_CONNECT_PROTOCOL,
        1,
        NO_RFC7540_PRIORITIES,
        1);
  }

  /** Takes one; of several for the same thing the last counts. */
  public void set(int id, long value) throws ConnectionError {
    switch (id) {
      case ENABLE_PUSH, ENABLE_CONNECT_PROTOCOL -> require(value <= 1, ErrorCode.PROTOCOL_ERROR);
      case INITIAL_WINDOW_SIZE -> {
        require(value <= Integer.MAX_VALUE, ErrorCode.FLOW_CONTROL_ERROR);
        wantedWindow = value;
      }
      case MAX_FRAME_SIZE ->
          require(value >= LEAST_MAX_FRAME && value <= MOST_MAX_FRAME, ErrorCode.PROTOCOL_ERROR);
      default -> {
        // The others ask for nothing that is not done anyway.
      }
    }
  }

  private static void require(boolean valid, ErrorCode code) throws ConnectionError {
    if (!valid) {
      throw new ConnectionError(code, "a setting out of its range");
    }
  }

  /** Puts into use what was set; by how much the window of each stream changes. */
  public long apply() {
    long change = wantedWindow - window;
    window = (int) wantedWindow;
    return change;
  }

  /** What the client takes at first on a stream. */
  public int window() {
    return window;
  }
}
