package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RequestDecoderTest {

  private static final String TWO =
      "\r\nPOST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
          + "GET /b HTTP/1.1\r\nHost: b\r\nX: y\r\n\r\n";

  private final RequestDecoder decoder = new RequestDecoder(HttpLimits.defaults());
  private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

  private void write(byte[] bytes) {
    channel.writeInbound(Unpooled.copiedBuffer(bytes));
  }

  /** What was decoded so far: a letter each for request, content, end and fault. */
  private String decoded() {
    StringBuilder events = new StringBuilder();
    for (HttpObject object = channel.readInbound();
        object != null;
        object = channel.readInbound()) {
      if (object.decoderResult().isFailure()) {
        events.append('!');
      } else if (object instanceof HttpRequest request) {
        events.append(request.uri());
      } else if (object instanceof HttpContent content) {
        events.append(content.content().toString(StandardCharsets.US_ASCII));
        events.append(content instanceof LastHttpContent ? "." : "");
      }
      ReferenceCountUtil.release(object);
    }
    return events.toString();
  }

  @Test
  void decodesTheSameAtEverySplit() {
    byte[] bytes = TWO.getBytes(StandardCharsets.US_ASCII);
    for (int first = 0; first <= bytes.length; first++) {
      for (int second = first; second <= bytes.length; second += 7) {
        write(Arrays.copyOf(bytes, first));
        write(Arrays.copyOfRange(bytes, first, second));
        write(Arrays.copyOfRange(bytes, second, bytes.length));
        assertThat(decoded()).as("split at %d and %d", first, second).isEqualTo("/aabc./b.");
      }
    }
    channel.finishAndReleaseAll();
  }

  @Test
  void findsAFaultAtEverySplit() {
    byte[] bytes =
        "GET /a HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    for (int cut = 0; cut <= bytes.length; cut++) {
      EmbeddedChannel own = new EmbeddedChannel(new RequestDecoder(HttpLimits.defaults()));
      own.writeInbound(Unpooled.copiedBuffer(bytes, 0, cut));
      own.writeInbound(Unpooled.copiedBuffer(bytes, cut, bytes.length - cut));
      HttpObject only = own.readInbound();
      assertThat(only.decoderResult().isFailure()).as("cut at %d", cut).isTrue();
      own.writeInbound(Unpooled.copiedBuffer(TWO, StandardCharsets.US_ASCII));
      assertThat(own.inboundMessages()).as("after a fault nothing is decoded").isEmpty();
      own.finishAndReleaseAll();
    }
  }

  @Test
  void decodesNothingWhileHeldAndEverythingAfterwards() throws Exception {
    decoder.hold();
    write(TWO.getBytes(StandardCharsets.US_ASCII));
    assertThat(decoded()).isEmpty();
    decoder.release();
    assertThat(decoded()).isEqualTo("/aabc./b.");
    assertThat(decoder.isInsideHead()).isFalse();
    write(new byte[] {'G'});
    assertThat(decoder.isInsideHead()).isTrue();
    channel.finishAndReleaseAll();
  }

  @Test
  void dropsEverythingOnceDiscarding() {
    write(new byte[] {'G'});
    decoder.discard();
    write(TWO.getBytes(StandardCharsets.US_ASCII));
    assertThat(decoded()).isEmpty();
    channel.finishAndReleaseAll();
  }
}
