package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever frames come, in whatever pieces: nothing is thrown, what is said is frames within the
 * limits, and a connection ends once.
 */
final class SocketFuzzTest {

  private static final int ROUNDS = 3_000;
  private static final int MAX_MESSAGE_BYTES = 300;
  private static final int MAX_WAITING_BYTES = 100_000;
  private static final String HANDSHAKE =
      """
      GET /talk HTTP/1.1\r
      Host: x\r
      Upgrade: websocket\r
      Connection: Upgrade\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """;

  private final Echo echo = new Echo();
  private final ServerContext server =
      new ServerContext(
          HttpSettings.defaults(new SimpleMeterRegistry()).withWorkers(1, 10),
          Routes.of(List.of()),
          new Door());

  private final class Door implements SocketDoor {

    @Override
    public boolean isAt(List<String> path) {
      return path.equals(List.of("talk"));
    }

    @Override
    public SocketTalk enter(Visitor visitor) {
      return echo;
    }

    @Override
    public SocketLimits limits() {
      return new SocketLimits(MAX_MESSAGE_BYTES, MAX_WAITING_BYTES, 60_000, 60_000);
    }
  }

  /** Says everything again. */
  private static final class Echo implements SocketTalk {

    private Line line;
    private int ended;
    private int longest;

    @Override
    public void opened(Line opened) {
      line = opened;
    }

    @Override
    public void received(String text) {
      longest = Math.max(longest, text.getBytes(StandardCharsets.UTF_8).length);
      line.send(text);
    }

    @Override
    public void drained() {}

    @Override
    public void silent() {}

    @Override
    public void unanswered() {}

    @Override
    public void stopping() {}

    @Override
    public void closed() {
      ended++;
    }
  }

  @Test
  void framesOfAnyKindDoNoHarm() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      echo.ended = 0;
      EmbeddedChannel channel = opened();
      byte[] bytes = frames(random);
      for (int at = 0; at < bytes.length && channel.isOpen(); ) {
        int length = Math.min(bytes.length - at, 1 + random.nextInt(bytes.length));
        channel.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
        at += length;
      }
      assertFrames(said(channel), seed);
      channel.close();
      channel.finishAndReleaseAll();
      channel.checkException();
      assertThat(echo.ended).as("seed %d", seed).isEqualTo(1);
      assertThat(echo.line.waitingBytes()).as("seed %d", seed).isZero();
    }
    assertThat(echo.longest).isBetween(1, MAX_MESSAGE_BYTES);
  }

  private EmbeddedChannel opened() {
    RequestDecoder decoder = new RequestDecoder(HttpLimits.defaults());
    ResponseEncoder encoder = new ResponseEncoder();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            encoder,
            decoder,
            new HttpConnection(server, decoder, encoder, InetAddress.getLoopbackAddress()));
    channel.writeInbound(Unpooled.copiedBuffer(HANDSHAKE, StandardCharsets.US_ASCII));
    ByteBuf answer = said(channel);
    assertThat(answer.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 101 ");
    answer.release();
    return channel;
  }

  private static ByteBuf said(EmbeddedChannel channel) {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      all.writeBytes(out);
      out.release();
    }
    return all;
  }

  /** Final text, pong and close frames, whole and not masked. */
  private static void assertFrames(ByteBuf said, int seed) {
    while (said.isReadable()) {
      int first = said.readUnsignedByte();
      assertThat(first).as("seed %d", seed).isIn(0x81, 0x8A, 0x88);
      int length = said.readUnsignedByte();
      if (length == 126) {
        length = said.readUnsignedShort();
      }
      assertThat(length).as("seed %d", seed).isBetween(0, MAX_MESSAGE_BYTES);
      said.skipBytes(length);
    }
    said.release();
  }

  private static byte[] frames(Random random) {
    ByteBuf bytes = Unpooled.buffer();
    for (int left = 1 + random.nextInt(8); left > 0; left--) {
      frame(random, bytes);
    }
    byte[] all = new byte[bytes.readableBytes()];
    bytes.readBytes(all);
    bytes.release();
    return all;
  }

  /** Mostly well made: where every frame is broken, only the first is looked at. */
  private static void frame(Random random, ByteBuf to) {
    int[] usual = {0, 1, 1, 1, 1, 2, 8, 9, 9, 10};
    int opcode = oneIn(random, 20) ? random.nextInt(16) : usual[random.nextInt(usual.length)];
    int last = oneIn(random, 4) ? 0 : 0x80;
    int reserved = oneIn(random, 30) ? random.nextInt(8) << 4 : 0;
    byte[] content = new byte[random.nextInt(oneIn(random, 6) ? MAX_MESSAGE_BYTES + 50 : 100)];
    if (oneIn(random, 4)) {
      random.nextBytes(content);
    }
    int declared = oneIn(random, 20) ? random.nextInt(200_000) : content.length;
    int masked = oneIn(random, 30) ? 0 : 0x80;
    to.writeByte(last | reserved | opcode);
    if (oneIn(random, 40)) {
      to.writeByte(masked | 127).writeLong(random.nextLong());
    } else if (declared < 126) {
      to.writeByte(masked | declared);
    } else {
      to.writeByte(masked | 126).writeShort(declared);
    }
    if (masked != 0) {
      to.writeInt(0);
    }
    to.writeBytes(content);
  }

  private static boolean oneIn(Random random, int times) {
    return random.nextInt(times) == 0;
  }
}
