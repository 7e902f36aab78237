package io.sluice.gateway.proxyprotocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import io.sluice.gateway.proxyprotocol.ProxyHeader.Family;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Version 1: {@code PROXY TCP4 192.0.2.1 198.51.100.1 56324 443} and CR LF. */
final class TextHeader {
  /** The longest line with its CR LF: that of UNKNOWN with IPv6 addresses. */
  static final int MAX_BYTES = 107;

  private TextHeader() {}

  static ProxyHeader parse(ByteBuf in) throws MalformedProxyException {
    int most = Math.min(in.readableBytes(), MAX_BYTES);
    int newline = in.indexOf(in.readerIndex(), in.readerIndex() + most, (byte) '\n');
    if (newline < 0) {
      if (most == MAX_BYTES) {
        throw new MalformedProxyException(ProxyFlaw.LINE_TOO_LONG);
      }
      return null;
    }
    int length = newline + 1 - in.readerIndex();
    String line = in.toString(in.readerIndex(), length, US_ASCII);
    if (!line.endsWith("\r\n")) {
      throw new MalformedProxyException(ProxyFlaw.BAD_LINE);
    }
    String[] words = line.substring(0, length - 2).split(" ", -1);
    return switch (words[1]) {
      case "TCP4" -> addresses(words, length, Family.INET);
      case "TCP6" -> addresses(words, length, Family.INET6);
      // What follows UNKNOWN must be passed over.
      case "UNKNOWN" -> new ProxyHeader(1, length, Family.UNSPECIFIED, null, null, ProxyTlvs.NONE);
      default -> throw new MalformedProxyException(ProxyFlaw.BAD_LINE);
    };
  }

  private static ProxyHeader addresses(String[] words, int length, Family family)
      throws MalformedProxyException {
    if (words.length != 6) {
      throw new MalformedProxyException(ProxyFlaw.BAD_LINE);
    }
    return new ProxyHeader(
        1,
        length,
        family,
        new InetSocketAddress(address(words[2], family), port(words[4])),
        new InetSocketAddress(address(words[3], family), port(words[5])),
        ProxyTlvs.NONE);
  }

  private static InetAddress address(String text, Family family) throws MalformedProxyException {
    boolean valid =
        family == Family.INET
            ? NetUtil.isValidIpV4Address(text)
            : NetUtil.isValidIpV6Address(text) && text.indexOf('%') < 0 && text.indexOf('[') < 0;
    if (!valid) {
      throw new MalformedProxyException(ProxyFlaw.BAD_ADDRESS);
    }
    try {
      return InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(text));
    } catch (UnknownHostException e) {
      throw new MalformedProxyException(ProxyFlaw.BAD_ADDRESS);
    }
  }

  private static int port(String text) throws MalformedProxyException {
    boolean digits =
        !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits || text.length() > 1 && text.charAt(0) == '0') {
      throw new MalformedProxyException(ProxyFlaw.BAD_PORT);
    }
    int port = Integer.parseInt(text);
    if (port > 65_535) {
      throw new MalformedProxyException(ProxyFlaw.BAD_PORT);
    }
    return port;
  }
}
