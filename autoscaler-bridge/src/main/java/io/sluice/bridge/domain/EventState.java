package io.sluice.bridge.domain;

import java.util.Locale;

/** How far an event is. */
public enum EventState {
  /** Stored; it will be carried out. */
  RECEIVED,
  /** Carried out. */
  DONE,
  /** Refused by the registry; it will not be tried again. */
  REJECTED;

  /** As it is stored and shown: lower case. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
