package io.archway.http.kernel;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A server of {@link SampleFamily} on a free port, with its clients. */
final class SampleServer implements AutoCloseable {

  static final int FILE_LENGTH = 700_000;

  final byte[] fileBytes = new byte[FILE_LENGTH];
  final SampleFamily sample;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final HttpServer server;
  private final LeakWatch leaks = new LeakWatch();
  private final List<RawClient> clients = new ArrayList<>();
  private final Path file;

  SampleServer() throws IOException {
    this(HttpSettings.defaults(new SimpleMeterRegistry()));
  }

  SampleServer(HttpLimits limits) throws IOException {
    this(HttpSettings.defaults(new SimpleMeterRegistry()).withLimits(limits));
  }

  SampleServer(HttpSettings settings) throws IOException {
    new Random(1).nextBytes(fileBytes);
    file = Files.createTempFile("archway-http", ".bin");
    Files.write(file, fileBytes);
    sample = new SampleFamily(file, FILE_LENGTH);
    HttpSettings own =
        new HttpSettings(
            "127.0.0.1",
            0,
            2,
            settings.workerThreads(),
            settings.workerQueueLength(),
            settings.tls(),
            settings.proxies(),
            settings.origins(),
            2_000,
            settings.limits(),
            metrics);
    server = HttpServer.start(own, sample.family());
  }

  RawClient connect() throws IOException {
    RawClient client = new RawClient(server.port());
    clients.add(client);
    return client;
  }

  RawClient.Answer get(String target, String... headers) throws IOException {
    return connect().get(target, headers);
  }

  @Override
  public void close() throws IOException {
    sample.gate.countDown();
    for (RawClient client : clients) {
      client.close();
    }
    server.close();
    Files.delete(file);
    leaks.close();
  }
}
