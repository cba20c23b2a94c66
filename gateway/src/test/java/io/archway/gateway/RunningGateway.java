package io.archway.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The real program in a process of its own, with the memory it is delivered with; killed when
 * closed.
 */
final class RunningGateway implements AutoCloseable {
  private static final String PASSWORD = "correct horse battery staple";
  private static final Pattern READY = Pattern.compile("ready in .*DICOM (\\d+) .*HTTP (\\d+)");
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int dicomPort;
  private final int httpPort;
  private String token;

  private RunningGateway(Process process, int dicomPort, int httpPort) {
    this.process = process;
    this.dicomPort = dicomPort;
    this.httpPort = httpPort;
  }

  /** Returns when it is ready. */
  static RunningGateway start(Path home, Path log) throws IOException {
    return start(home, log, Map.of());
  }

  /** With settings as variables of the environment. */
  static RunningGateway start(Path home, Path log, Map<String, String> settings)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=64m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.archway.gateway.Main",
                "serve",
                "--home",
                home.toString(),
                "--dicom-port",
                "0",
                "--http-port",
                "0")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ARCHWAY_"));
    builder.environment().put("ARCHWAY_ADMIN_PASSWORD", PASSWORD);
    builder.environment().putAll(settings);
    Process process = builder.start();
    Matcher[] ready = new Matcher[1];
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              ready[0] = READY.matcher(Files.readString(log));
              return ready[0].find() || !process.isAlive();
            });
    if (!process.isAlive()) {
      throw new AssertionError("ended at start: " + Files.readString(log));
    }
    return new RunningGateway(
        process, Integer.parseInt(ready[0].group(1)), Integer.parseInt(ready[0].group(2)));
  }

  int dicomPort() {
    return dicomPort;
  }

  long pid() {
    return process.pid();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM; the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running");
    }
    return process.exitValue();
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request(path), HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
    }
    return new ObjectMapper().readTree(response.body());
  }

  /** The Part 10 file of an instance, or null where there is none. */
  byte[] file(String sopInstanceUid) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            request("/api/instance/" + sopInstanceUid + "/file"),
            HttpResponse.BodyHandlers.ofByteArray());
    return response.statusCode() == 200 ? response.body() : null;
  }

  /** What comes of an upload, whatever its status. */
  HttpResponse<String> upload(String contentType, byte[] form)
      throws IOException, InterruptedException {
    HttpRequest upload =
        HttpRequest.newBuilder(request("/api/media"), (name, value) -> true)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofByteArray(form))
            .build();
    return http.send(upload, HttpResponse.BodyHandlers.ofString());
  }

  /** The bytes of a medium as it is downloaded, or null where there are none. */
  byte[] download(long mediumKey) throws IOException, InterruptedException {
    HttpResponse<byte[]> response =
        http.send(
            request("/api/media/" + mediumKey + "/download"),
            HttpResponse.BodyHandlers.ofByteArray());
    return response.statusCode() == 200 ? response.body() : null;
  }

  private HttpRequest request(String path) throws IOException, InterruptedException {
    if (token == null) {
      token = signIn();
    }
    return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + token).build();
  }

  private String signIn() throws IOException, InterruptedException {
    HttpRequest login =
        HttpRequest.newBuilder(uri("/api/auth/login"))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"username\":\"admin\",\"password\":\"" + PASSWORD + "\"}"))
            .build();
    HttpResponse<String> response = http.send(login, HttpResponse.BodyHandlers.ofString());
    return new ObjectMapper().readTree(response.body()).path("access_token").asText();
  }

  private URI uri(String path) {
    return URI.create("http://localhost:" + httpPort + path);
  }

  /** Runs another command of the program; its exit code. */
  static int run(Path log, List<String> arguments) throws IOException, InterruptedException {
    List<String> command =
        new java.util.ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.archway.gateway.Main"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ARCHWAY_"));
    return builder.start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
