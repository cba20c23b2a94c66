package io.archway.gateway.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The administrator of a gateway, or a program, at work over HTTP. */
final class ApiCaller {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data: ";

  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;
  private final String authorization;

  private ApiCaller(int port, String authorization) {
    this.port = port;
    this.authorization = authorization;
  }

  static ApiCaller signIn(LocalGateway gateway) throws IOException, InterruptedException {
    ApiCaller nobody = new ApiCaller(gateway.httpPort(), "Bearer ");
    String login =
        JSON.createObjectNode()
            .put("username", "admin")
            .put("password", LocalGateway.PASSWORD)
            .toString();
    JsonNode answer = nobody.call("POST", "/api/auth/login", login);
    return with(gateway, answer.get("access_token").asText());
  }

  /** Somebody with a token of theirs. */
  static ApiCaller with(LocalGateway gateway, String token) {
    return authorized(gateway, "Bearer " + token);
  }

  /** Somebody who says who they are in another way. */
  static ApiCaller authorized(LocalGateway gateway, String authorization) {
    return new ApiCaller(gateway.httpPort(), authorization);
  }

  int status(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.discarding()).statusCode();
  }

  byte[] bytes(String path) throws IOException, InterruptedException {
    return http.send(request(path).build(), BodyHandlers.ofByteArray()).body();
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return call("GET", path, null);
  }

  JsonNode call(String method, String path, String body) throws IOException, InterruptedException {
    HttpResponse<String> answer = send(method, path, body);
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(
          method + " " + path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body().isEmpty() ? null : JSON.readTree(answer.body());
  }

  /** Whatever is answered. */
  HttpResponse<String> send(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** The answer to bytes that were accepted. */
  JsonNode post(String path, String contentType, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body));
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** All events from the first up to one that is waited for. */
  List<JsonNode> eventsUntil(Predicate<JsonNode> last) throws IOException, InterruptedException {
    HttpRequest request = request("/api/events?last_event_id=0").build();
    List<JsonNode> events = new ArrayList<>();
    try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
      for (Iterator<String> line = lines.iterator(); line.hasNext(); ) {
        String text = line.next();
        if (text.startsWith(DATA)) {
          events.add(JSON.readTree(text.substring(DATA.length())));
          if (last.test(events.get(events.size() - 1))) {
            return events;
          }
        }
      }
    }
    throw new AssertionError("the stream ended after " + events);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
        .header("Authorization", authorization);
  }
}
