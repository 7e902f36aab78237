package io.sluice.gateway.proxyprotocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.sluice.gateway.proxyprotocol.ProxyHeader.Family;
import io.sluice.gateway.proxyprotocol.ProxyTlvs.Ssl;
import io.sluice.gateway.proxyprotocol.ProxyTlvs.UniqueId;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers as the protocol's text has them, and what must not pass for one. */
class ProxyParserTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
  private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.7", 56_324);
  private static final InetSocketAddress SERVER = new InetSocketAddress("198.51.100.1", 443);
  private static final InetSocketAddress CLIENT6 = new InetSocketAddress("2001:db8::7", 1);
  private static final InetSocketAddress SERVER6 = new InetSocketAddress("2001:db8::1", 65_535);
  private static final ProxyTlvs ALL =
      new ProxyTlvs(
          "h2",
          "www.example.com",
          new UniqueId("00ff10"),
          new Ssl(true, true, false, true, "TLSv1.3", "Anna", "TLS_AES", "SHA256", "RSA2048"),
          "blue",
          true);

  @Test
  void examplesOfVersion1() throws Exception {
    ProxyHeader four = parse("PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535\r\n");
    assertThat(four.source()).isEqualTo(new InetSocketAddress("255.255.255.255", 65_535));
    assertThat(four.length()).isEqualTo(56);

    ProxyHeader six =
        parse(
            "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n");
    assertThat(six.family()).isEqualTo(Family.INET6);
    assertThat(six.length()).isEqualTo(104);
    assertThat(parse("PROXY TCP6 ::1 ::1 0 1\r\n").source().getPort()).isZero();

    assertThat(parse("PROXY UNKNOWN\r\n").source()).isNull();
    ProxyHeader longest =
        parse(
            "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
                + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n");
    assertThat(longest.length()).isEqualTo(107);
    assertThat(longest.family()).isEqualTo(Family.UNSPECIFIED);
  }

  @Test
  void whatFollowsTheHeaderIsLeftAlone() throws Exception {
    ByteBuf in = ascii("PROXY TCP4 192.0.2.7 198.51.100.1 56324 443\r\nGET / HTTP/1.1\r\n");
    ProxyHeader header = ProxyParser.parse(in);
    assertThat(in.toString(header.length(), 14, US_ASCII)).isEqualTo("GET / HTTP/1.1");
    assertThat(header.source()).isEqualTo(CLIENT);
    assertThat(header.destination()).isEqualTo(SERVER);
  }

  @Test
  void everyHeaderMayBeCutAtEveryByte() throws Exception {
    for (ByteBuf whole :
        new ByteBuf[] {
          ProxyEncoder.text(CLIENT, SERVER),
          ProxyEncoder.text(CLIENT6, SERVER6),
          ascii("PROXY UNKNOWN\r\n"),
          ProxyEncoder.local(),
          ProxyEncoder.binary(CLIENT, SERVER, ProxyTlvs.NONE),
          ProxyEncoder.binary(CLIENT6, SERVER6, ALL)
        }) {
      for (int cut = 0; cut < whole.readableBytes(); cut++) {
        assertThat(ProxyParser.parse(whole.slice(0, cut))).isNull();
      }
      assertThat(ProxyParser.parse(whole).length()).isEqualTo(whole.readableBytes());
    }
  }

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    ProxyHeader four = ProxyParser.parse(ProxyEncoder.binary(CLIENT, SERVER, ALL));
    assertThat(four).isEqualTo(new ProxyHeader(2, four.length(), Family.INET, CLIENT, SERVER, ALL));
    ProxyHeader six = ProxyParser.parse(ProxyEncoder.binary(CLIENT6, SERVER6, ProxyTlvs.NONE));
    assertThat(six)
        .isEqualTo(new ProxyHeader(2, 52, Family.INET6, CLIENT6, SERVER6, ProxyTlvs.NONE));
    ProxyHeader text = ProxyParser.parse(ProxyEncoder.text(CLIENT6, SERVER6));
    assertThat(text.source()).isEqualTo(CLIENT6);
    assertThat(text.destination()).isEqualTo(SERVER6);
  }

  @Test
  void addressesOfTwoFamiliesAreWrittenAsIpv6() throws Exception {
    assertThat(ProxyEncoder.text(CLIENT, SERVER6).toString(US_ASCII))
        .isEqualTo("PROXY TCP6 ::ffff:192.0.2.7 2001:db8::1 56324 65535\r\n");
    ProxyHeader binary = ProxyParser.parse(ProxyEncoder.binary(CLIENT6, SERVER, ProxyTlvs.NONE));
    assertThat(binary.family()).isEqualTo(Family.INET6);
    assertThat(binary.destination()).isEqualTo(SERVER);
  }

  @Test
  void localAndUnixAndUnspecifiedNameNoClient() throws Exception {
    // LOCAL with addresses and bytes that are no TLVs: all passed over.
    assertThat(hex("2011000dc0000207c6336401dc0401bbff").source()).isNull();
    ProxyHeader unix = hex("213100d8" + "00".repeat(216));
    assertThat(unix.family()).isEqualTo(Family.UNIX);
    assertThat(unix.source()).isNull();
    ProxyHeader unspecified = hex("21000006" + "020003" + "612e62");
    assertThat(unspecified.source()).isNull();
    assertThat(unspecified.tlvs().authority()).isEqualTo("a.b");
    assertThat(hex("2101000c" + "00".repeat(9) + "040000").family()).isEqualTo(Family.UNSPECIFIED);
  }

  @Test
  void unknownTlvsArePassedOver() throws Exception {
    ProxyHeader header = hex("21110016c0000207c6336401dc0401bb" + "e00002abcd" + "0100026832");
    assertThat(header.tlvs().alpn()).isEqualTo("h2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "PROXX TCP4 192.0.2.7 198.51.100.1 1 2\r\n",
        "proxy TCP4 192.0.2.7 198.51.100.1 1 2\r\n",
        " PROXY TCP4 192.0.2.7 198.51.100.1 1 2\r\n"
      })
  void otherBytesAreNoHeader(String text) {
    assertThat(flaw(ascii(text))).isEqualTo(ProxyFlaw.NO_HEADER);
  }

  @ParameterizedTest
  @CsvSource({
    "'PROXY TCP4 192.0.2.7 198.51.100.1 1 2\n', BAD_LINE",
    "'PROXY  TCP4 192.0.2.7 198.51.100.1 1 2\r\n', BAD_LINE",
    "'PROXY TCP4 192.0.2.7 198.51.100.1 1\r\n', BAD_LINE",
    "'PROXY TCP4 192.0.2.7 198.51.100.1 1 2 3\r\n', BAD_LINE",
    "'PROXY TCP4 192.0.2.7 198.51.100.1 1 2 \r\n', BAD_LINE",
    "'PROXY UDP4 192.0.2.7 198.51.100.1 1 2\r\n', BAD_LINE",
    "'PROXY TCP4 2001:db8::1 198.51.100.1 1 2\r\n', BAD_ADDRESS",
    "'PROXY TCP6 192.0.2.7 198.51.100.1 1 2\r\n', BAD_ADDRESS",
    "'PROXY TCP6 ::1%eth0 ::1 1 2\r\n', BAD_ADDRESS",
    "'PROXY TCP4 192.0.2.256 198.51.100.1 1 2\r\n', BAD_ADDRESS",
    "'PROXY TCP4 a.example 198.51.100.1 1 2\r\n', BAD_ADDRESS",
    "'PROXY TCP4 192.0.2.7 198.51.100.1 65536 2\r\n', BAD_PORT",
    "'PROXY TCP4 192.0.2.7 198.51.100.1 01 2\r\n', BAD_PORT",
    "'PROXY TCP4 192.0.2.7 198.51.100.1 -1 2\r\n', BAD_PORT",
    "'PROXY TCP4 192.0.2.7 198.51.100.1 1 \r\n', BAD_PORT"
  })
  void linesOfAnotherFormAreRefused(String line, ProxyFlaw flaw) {
    assertThat(flaw(ascii(line))).isEqualTo(flaw);
  }

  @Test
  void lineWithoutEndIsRefusedAtItsLimit() throws Exception {
    String begin = "PROXY UNKNOWN ";
    assertThat(ProxyParser.parse(ascii(begin + "x".repeat(106 - begin.length())))).isNull();
    assertThat(flaw(ascii(begin + "x".repeat(107 - begin.length()))))
        .isEqualTo(ProxyFlaw.LINE_TOO_LONG);
  }

  @ParameterizedTest
  @CsvSource({
    "31, BAD_VERSION_OR_COMMAND",
    "22, BAD_VERSION_OR_COMMAND",
    "21111001, HEADER_TOO_LONG",
    "2111ffff, HEADER_TOO_LONG",
    "21410000, BAD_FAMILY",
    "21130000, BAD_FAMILY",
    "2111000bc0000207c6336401dc0401, TRUNCATED_ADDRESSES",
    "2121000cc0000207c6336401dc0401bb, TRUNCATED_ADDRESSES",
    "2111000ec0000207c6336401dc0401bb0400, BAD_TLV",
    "2111000fc0000207c6336401dc0401bb010001, BAD_TLV",
    "2111000fc0000207c6336401dc0401bb050000, BAD_TLV",
    "2111000fc0000207c6336401dc0401bb030000, BAD_TLV",
    "21110011c0000207c6336401dc0401bb2000020100, BAD_TLV",
    "21110013c0000207c6336401dc0401bb03000401020304, BAD_CHECKSUM"
  })
  void binaryHeadersOfAnotherFormAreRefused(String rest, ProxyFlaw flaw) {
    byte[] bytes = HexFormat.of().parseHex(SIGNATURE + rest);
    assertThat(flaw(Unpooled.wrappedBuffer(bytes))).isEqualTo(flaw);
  }

  @Test
  void anyChangedByteOfACheckedHeaderIsNoticed() {
    byte[] good = ByteBufUtil.getBytes(ProxyEncoder.binary(CLIENT, SERVER, ALL));
    // Without its type, seven bytes before the end, it is no checksum but an unknown TLV.
    for (int at = 16; at < good.length; at += at == good.length - 8 ? 2 : 1) {
      byte[] bad = good.clone();
      bad[at] ^= 1;
      assertThat(flaw(Unpooled.wrappedBuffer(bad))).describedAs("byte %d", at).isNotNull();
    }
  }

  private static ProxyFlaw flaw(ByteBuf in) {
    MalformedProxyException thrown =
        catchThrowableOfType(MalformedProxyException.class, () -> ProxyParser.parse(in));
    return thrown == null ? null : thrown.flaw();
  }

  private static ProxyHeader parse(String text) throws MalformedProxyException {
    return ProxyParser.parse(ascii(text));
  }

  private static ProxyHeader hex(String rest) throws MalformedProxyException {
    return ProxyParser.parse(Unpooled.wrappedBuffer(HexFormat.of().parseHex(SIGNATURE + rest)));
  }

  private static ByteBuf ascii(String text) {
    return Unpooled.copiedBuffer(text, US_ASCII);
  }
}
