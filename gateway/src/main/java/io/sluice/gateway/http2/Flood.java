package io.sluice.gateway.http2;

/**
 * Acts that cost the peer less than this side, and how many of them are borne within ten seconds.
 * Each answer that was finished allows as many again as {@code perAnswer} says: who works much may
 * do much.
 */
public enum Flood {
  /** Streams that the peer opened and reset before their answer was complete (CVE-2023-44487). */
  RAPID_RESET(100, 1),
  /** Streams that this side had to reset for an error of the peer's (CVE-2025-8671). */
  PROVOKED_RESET(100, 0),
  /** Header blocks in more frames than any client needs (CVE-2024-27316). */
  CONTINUATION(0, 0),
  /** SETTINGS frames; each must be acknowledged. */
  SETTINGS(50, 0),
  /** PING frames; each must be answered. */
  PING(200, 1),
  /** PRIORITY frames, which mean nothing. */
  PRIORITY(500, 2),
  /** WINDOW_UPDATE frames; a peer needs up to two for each DATA frame, which is counted too. */
  WINDOW_UPDATE(1000, 8),
  /** DATA frames without data. */
  EMPTY_DATA(50, 1),
  /** Pieces of bodies that wait for their targets; each costs more than the few bytes in it. */
  SMALL_DATA(0, 0),
  /** Frames of unknown types, and those of streams that are closed. */
  MEANINGLESS(200, 1);

  final int allowed;
  final int perAnswer;

  Flood(int allowed, int perAnswer) {
    this.allowed = allowed;
    this.perAnswer = perAnswer;
  }
}
