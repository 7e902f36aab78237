package io.sluice.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.Random;

/** Changes messages of HTTP as attacks do, and reads what became of them. */
public final class Mutations {
  private static final String[] PIECES = {
    "\r",
    "\n",
    "\r\n",
    "\r\n\r\n",
    "\n\n",
    "\r\n ",
    " ",
    "\t",
    "\0",
    "\u000b",
    ":",
    ";",
    ",",
    "=",
    "\"",
    "\\",
    "0",
    "5",
    "a",
    "-",
    "_",
    "+",
    "0x",
    "%",
    "#",
    "\u0080",
    "\u0085",
    "\u00a0",
    "\u00ff",
    "chunked",
    "identity",
    "HTTP/1.1",
    "HTTP/1.0",
    " HTTP/1.1\r\n",
    "HTTP/1.1 100 Continue\r\n\r\n",
    "GET / ",
    "POST /x ",
    "Host: a\r\n",
    "Content-Length: 5\r\n",
    "Content-Length: 2\r\n",
    "Content-Length: 40\r\n",
    "Content-Length: 0\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Transfer-Encoding",
    "Content-Length",
    "Connection: close\r\n",
    "5\r\nhello\r\n",
    "0\r\n\r\n",
    "hello",
    "http://b/",
    "Expect: 100-continue\r\n",
    " x\r\n"
  };

  private Mutations() {}

  /** Something that attacks are made of. */
  public static String piece(Random random) {
    return PIECES[random.nextInt(PIECES.length)];
  }

  /**
   * Changes one place of a text.
   *
   * @param corpus of whose texts the rest may come
   */
  public static String mutate(String text, List<String> corpus, Random random) {
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(6));
    String piece = piece(random);
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at) + piece + text.substring(at);
      case 1 -> text.substring(0, at) + piece + text.substring(to);
      case 2 -> text.substring(0, at) + text.substring(to);
      case 3 -> text.substring(0, at) + text.substring(at, to) + text.substring(at);
      case 4 -> text.substring(0, at) + (char) random.nextInt(256) + text.substring(to);
      default -> {
        String other = corpus.get(random.nextInt(corpus.size()));
        yield text.substring(0, at) + other.substring(random.nextInt(other.length()));
      }
    };
  }

  /** What was written to a channel, as Latin-1. */
  public static String written(EmbeddedChannel channel) {
    StringBuilder text = new StringBuilder();
    for (ByteBuf b = channel.readOutbound(); b != null; b = channel.readOutbound()) {
      text.append(b.toString(ISO_8859_1));
      b.release();
    }
    return text.toString();
  }
}
