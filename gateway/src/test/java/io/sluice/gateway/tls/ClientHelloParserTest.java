package io.sluice.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read of a ClientHello, and what is refused. */
class ClientHelloParserTest {
  private static final String[] BOTH = {"TLSv1.3", "TLSv1.2"};

  @Test
  void nameProtocolsVersionsAndSignaturesAreRead() throws Exception {
    ClientHello hello = parse(Hellos.of("A.Example.Test", BOTH, "h2", "http/1.1"));
    assertThat(hello.serverName()).isEqualTo("a.example.test");
    assertThat(hello.protocols()).containsExactly("h2", "http/1.1");
    assertThat(hello.offersVersion(0x0304)).isTrue();
    assertThat(hello.offersVersion(0x0303)).isTrue();
    assertThat(hello.offersVersion(0x0302)).isFalse();
    assertThat(hello.offersCipherSuite(0x1301)).isTrue();
    assertThat(hello.offersCipherSuite(0x0000)).isFalse();
    assertThat(hello.acceptsSignature(0x0403)).isTrue();
    assertThat(hello.supportsGroup(29)).isTrue();
  }

  @Test
  void extensionsMayBeMissing() throws Exception {
    ClientHello hello = parse(Hellos.of(null, new String[] {"TLSv1.2"}));
    assertThat(hello.serverName()).isNull();
    assertThat(hello.protocols()).isEmpty();
    assertThat(hello.offersVersion(0x0303)).isTrue();
    assertThat(hello.offersVersion(0x0304)).isFalse();
  }

  @Test
  void everyPieceThatIsNotTheWholeNeedsMore() throws Exception {
    byte[] whole = Hellos.of("a.test", BOTH, "h2");
    for (int length = 0; length < whole.length; length++) {
      assertThat(ClientHelloParser.parse(Unpooled.wrappedBuffer(whole, 0, length))).isNull();
    }
    assertThat(parse(whole).serverName()).isEqualTo("a.test");
  }

  @Test
  void messageMayBeSpreadOverRecords() throws Exception {
    byte[] whole = Hellos.of("a.test", BOTH, "h2");
    for (int size : new int[] {1, 2, 3, 4, 5, 100}) {
      byte[] spread = Hellos.spread(whole, size);
      assertThat(parse(spread).serverName()).isEqualTo("a.test");
      for (int length = 0; length < spread.length; length++) {
        assertThat(ClientHelloParser.parse(Unpooled.wrappedBuffer(spread, 0, length))).isNull();
      }
    }
  }

  @Test
  void whatFollowsTheMessageInItsRecordIsRefused() {
    byte[] whole = Hellos.of("a.test", BOTH);
    ByteBuf more = Unpooled.buffer().writeBytes(whole).writeByte(0);
    more.setShort(3, whole.length - 5 + 1);
    assertThatThrownBy(() -> ClientHelloParser.parse(more))
        .isInstanceOfSatisfying(
            HelloException.class,
            e -> assertThat(e.failure()).isEqualTo(HandshakeFailure.MALFORMED_HELLO));
  }

  @Test
  void changedBytesNeverGetOut() {
    byte[] whole = Hellos.of("a.test", BOTH, "h2");
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      byte[] changed = whole.clone();
      for (int i = random.nextInt(3); i >= 0; i--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      try {
        ClientHelloParser.parse(Unpooled.wrappedBuffer(changed));
      } catch (HelloException refused) {
        assertThat(refused.failure())
            .isIn(HandshakeFailure.MALFORMED_HELLO, HandshakeFailure.HELLO_TOO_LARGE);
      }
    }
  }

  private static ClientHello parse(byte[] bytes) throws HelloException {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    ClientHello hello = ClientHelloParser.parse(in);
    assertThat(in.readableBytes()).isEqualTo(bytes.length);
    return hello;
  }
}
