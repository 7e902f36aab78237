package io.sluice.gateway.proxyprotocol;

/** Why bytes are not a header of PROXY protocol. */
public enum ProxyFlaw {
  /** Neither version's beginning. */
  NO_HEADER,
  /** Version 1: no end of line within 107 bytes. */
  LINE_TOO_LONG,
  /** Version 1: the line is not in the form that the protocol demands. */
  BAD_LINE,
  /** Version 1: an address is not one of the family named. */
  BAD_ADDRESS,
  /** Version 1: a port is not a decimal number from 0 to 65535 without leading zeros. */
  BAD_PORT,
  /** Version 2: another version than 2, or a command that is neither LOCAL nor PROXY. */
  BAD_VERSION_OR_COMMAND,
  /** Version 2: an address family or transport that does not exist. */
  BAD_FAMILY,
  /** Version 2: longer than {@link ProxyParser#MAX_BYTES}. */
  HEADER_TOO_LONG,
  /** Version 2: too short for addresses of its family. */
  TRUNCATED_ADDRESSES,
  /** Version 2: a TLV reaches beyond the header, or its content is not in its form. */
  BAD_TLV,
  /** Version 2: the checksum is not that of the header. */
  BAD_CHECKSUM
}
