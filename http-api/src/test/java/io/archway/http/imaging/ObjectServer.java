package io.archway.http.imaging;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.archway.http.bucket.Bucket;
import io.archway.http.bucket.BucketSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is used of S3, over loopback: HeadObject and GetObject with Range and If-Match, with the
 * errors that the real one gives, and with faults on demand.
 */
final class ObjectServer implements AutoCloseable {
  static final String ACCESS_KEY = "AKIDEXAMPLE";
  static final String SECRET_KEY = "wJalrXUtnFEMI";
  private static final String BUCKET = "images";

  /** Method, key and range of each request. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** Requests that are answered 500 before any other. */
  final AtomicInteger failures = new AtomicInteger();

  /** Answers to GET that break in their middle, before any whole one. */
  final AtomicInteger breaks = new AtomicInteger();

  final Map<String, byte[]> objects = new ConcurrentHashMap<>();

  /** Codes of refusals by key. */
  final Map<String, String> refused = new ConcurrentHashMap<>();

  /** Keys whose objects change after every look. */
  final Map<String, Boolean> restless = new ConcurrentHashMap<>();

  /** Where everything is redirected to; null: nowhere. */
  volatile String elsewhere;

  private final AtomicInteger versions = new AtomicInteger();
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  ObjectServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** All objects, faults and requests. */
  void forget() {
    requests.clear();
    failures.set(0);
    breaks.set(0);
    objects.clear();
    refused.clear();
    restless.clear();
    elsewhere = null;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  Bucket bucket(String accessKey) {
    return bucket(endpoint(), accessKey, 5_000);
  }

  static Bucket bucket(URI endpoint, int timeoutMillis) {
    return bucket(endpoint, ACCESS_KEY, timeoutMillis);
  }

  private static Bucket bucket(URI endpoint, String accessKey, int timeoutMillis) {
    return new Bucket(
        new BucketSettings(
            endpoint,
            "eu-central-1",
            BUCKET,
            accessKey,
            SECRET_KEY,
            "in/{organization}/",
            timeoutMillis));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestURI().getPath().replaceFirst("^/" + BUCKET + "/", "");
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(exchange.getRequestMethod() + " " + key + (range == null ? "" : " " + range));
      if (elsewhere != null) {
        exchange.getResponseHeaders().add("Location", elsewhere);
        exchange.sendResponseHeaders(307, -1);
      } else if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        refuse(exchange, 500, "InternalError");
      } else if (!isKnown(exchange)) {
        refuse(exchange, 403, "InvalidAccessKeyId");
      } else if (refused.containsKey(key)) {
        refuse(exchange, 403, refused.get(key));
      } else if (!objects.containsKey(key)) {
        refuse(exchange, 404, "NoSuchKey");
      } else {
        show(exchange, key, range);
      }
    }
  }

  private static boolean isKnown(HttpExchange exchange) {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    return authorization != null
        && authorization.startsWith("AWS4-HMAC-SHA256 Credential=" + ACCESS_KEY + "/")
        && authorization.contains("/eu-central-1/s3/aws4_request")
        && authorization.contains("Signature=");
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    byte[] body =
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>%s</Code><Message>no</Message>"
                + "</Error>")
            .formatted(code)
            .getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private void show(HttpExchange exchange, String key, String range) throws IOException {
    byte[] object = objects.get(key);
    String version =
        "\"" + (restless.containsKey(key) ? versions.incrementAndGet() : object.length) + "\"";
    String wanted = exchange.getRequestHeaders().getFirst("If-Match");
    if (wanted != null && !wanted.equals(version)) {
      refuse(exchange, 412, "PreconditionFailed");
      return;
    }
    exchange.getResponseHeaders().add("ETag", version);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", Integer.toString(object.length));
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    int from = range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-.*", "$1"));
    if (from > 0) {
      String shown = "bytes %d-%d/%d".formatted(from, object.length - 1, object.length);
      exchange.getResponseHeaders().add("Content-Range", shown);
    }
    int left = object.length - from;
    exchange.sendResponseHeaders(range == null ? 200 : 206, left);
    boolean breaking = breaks.getAndUpdate(more -> Math.max(0, more - 1)) > 0;
    int to = breaking ? from + left / 2 : object.length;
    exchange.getResponseBody().write(Arrays.copyOfRange(object, from, to));
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
