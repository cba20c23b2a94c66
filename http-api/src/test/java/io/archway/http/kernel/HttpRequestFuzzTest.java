package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whatever bytes come, the kernel answers below 500 or not at all, and throws nothing. Runs the
 * whole path of a request without sockets; seeds lie beside the test's resources.
 */
class HttpRequestFuzzTest {

  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) [^\r]*\r\n");
  private static final Routes ROUTES =
      Routes.of(
          List.of(
              new Family("fuzzed", "/api", SampleFamily.dialect(), List.of(new FuzzedResource()))));
  private static final ServerContext SERVER =
      new ServerContext(
          HttpSettings.defaults(new SimpleMeterRegistry()).withWorkers(1, 1_000), ROUTES, null);

  /** Those endpoints of the sample that neither block nor fail on purpose. */
  private static final class FuzzedResource implements Resource {

    private final List<Endpoint> endpoints =
        new SampleFamily(Path.of("none"), 0)
            .endpoints().stream()
                .filter(
                    endpoint ->
                        !List.of("blocked", "broken", "busy", "events", "file", "composed")
                            .contains(endpoint.id()))
                .toList();

    @Override
    public String name() {
      return "fuzzed";
    }

    @Override
    public List<Endpoint> endpoints() {
      return endpoints;
    }
  }

  @FuzzTest(maxDuration = "60s")
  void answersWithoutFault(byte[] bytes) throws Exception {
    RequestDecoder decoder = new RequestDecoder(HttpLimits.defaults());
    ResponseEncoder encoder = new ResponseEncoder();
    EmbeddedChannel channel =
        new EmbeddedChannel(
            encoder,
            decoder,
            new HttpConnection(SERVER, decoder, encoder, InetAddress.getLoopbackAddress()));
    int cut = bytes.length / 2;
    channel.writeInbound(Unpooled.copiedBuffer(bytes, 0, cut));
    settle(channel);
    if (channel.isOpen()) {
      channel.writeInbound(Unpooled.copiedBuffer(bytes, cut, bytes.length - cut));
      settle(channel);
    }
    channel.checkException();
    check(written(channel));
    channel.finishAndReleaseAll();
  }

  /** Until neither a worker nor the loop has anything to do. */
  private static void settle(EmbeddedChannel channel) throws Exception {
    for (int quiet = 0; quiet < 3; ) {
      var fence = new java.util.concurrent.CountDownLatch(1);
      SERVER.workers.proceed(fence::countDown);
      fence.await();
      channel.runPendingTasks();
      boolean idle = SERVER.workers.waiting() == 0;
      quiet = idle ? quiet + 1 : 0;
    }
  }

  private static String written(EmbeddedChannel channel) {
    StringBuilder text = new StringBuilder();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      text.append(out.toString(StandardCharsets.ISO_8859_1));
      out.release();
    }
    return text.toString();
  }

  private static void check(String answers) {
    if (!answers.isEmpty()) {
      assertThat(answers).startsWith("HTTP/1.1 ");
    }
    for (Matcher matcher = STATUS.matcher(answers); matcher.find(); ) {
      int status = Integer.parseInt(matcher.group(1));
      assertThat(status).isNotEqualTo(500).isLessThan(506);
    }
  }
}
