package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.imaging.ApiClient.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation that the OpenAPI documents name, of every family, with what does not belong into
 * its path, its parameters and the members of its body: answered below 500, and refused as JSON.
 */
final class HostileEndpointsTest {

  private static final int REQUESTS_EACH = 16;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "1",
          "2",
          "9223372036854775807",
          "9223372036854775808",
          "1e309",
          "NaN",
          "null",
          "true",
          "../../etc/passwd",
          "..\\..\\",
          "a\u0000b",
          "\uFFFF",
          "\uD83D\uDE00",
          "\u202Eabc",
          "e\u0301",
          "' OR 1=1 --",
          "%' ESCAPE '",
          "${jndi:ldap://x}",
          "=cmd()",
          "0000-00-00",
          "9999-12-31",
          "2026-02-30",
          "-999999999-01-01",
          "2026-01-01T00:00:00+99:00",
          "1.2.840.10008.1.1",
          "1..2",
          "1-99999999999",
          "32-1",
          "admin",
          "+",
          "+999999999999999999",
          "a@b",
          "@",
          "http://127.0.0.1:1/",
          "ftp://[::1]/",
          "127.0.0.1:1/x",
          "a,b,,c",
          "x".repeat(300),
          "9".repeat(400),
          "\u00E9".repeat(5_000));

  private static SampleGateway gateway;
  private static ApiClient client;

  private record Operation(String method, String path, JsonNode spec, JsonNode document) {

    JsonNode body() {
      return resolved(spec.at("/requestBody/content/application~1json/schema"));
    }

    JsonNode resolved(JsonNode schema) {
      return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }
  }

  @BeforeAll
  static void open(@TempDir Path folder) throws IOException {
    gateway = new SampleGateway(folder);
    client = new ApiClient(gateway.server.port());
  }

  @AfterAll
  static void close() throws IOException {
    gateway.close();
  }

  @Test
  void whateverAnEndpointIsAskedIsAnsweredBelow500() throws IOException {
    SplittableRandom random = new SplittableRandom(20261122);
    String token = gateway.token("admin");
    List<String> faults = new ArrayList<>();
    int refused = 0;
    int sent = 0;
    for (int round = 0; round < REQUESTS_EACH; round++) {
      for (Operation operation : operations()) {
        Answer answer = send(operation, token, random);
        if (answer.status() == 401) {
          token = gateway.token("admin");
        }
        sent++;
        refused += answer.status() >= 400 ? 1 : 0;
        fault(operation, answer, faults);
      }
    }
    assertThat(faults).isEmpty();
    assertThat(sent).isGreaterThan(1_000);
    assertThat(refused).isGreaterThan(sent / 2);
    assertThat(client.get("/api/auth/me", gateway.token("admin")).status()).isEqualTo(200);
  }

  private static List<Operation> operations() throws IOException {
    List<Operation> operations = new ArrayList<>();
    for (String prefix : List.of("/api", "/api/v1", "/documents")) {
      JsonNode document = client.get(prefix + "/openapi.json", null).json();
      document
          .get("paths")
          .properties()
          .forEach(
              path ->
                  path.getValue()
                      .properties()
                      .forEach(
                          method ->
                              operations.add(
                                  new Operation(
                                      method.getKey().toUpperCase(java.util.Locale.ROOT),
                                      path.getKey(),
                                      method.getValue(),
                                      document))));
    }
    // A stream of events does not end; the others would leave the caller outside.
    operations.removeIf(
        operation ->
            List.of("followEvents", "logout", "changePassword")
                .contains(operation.spec().path("operationId").asText()));
    return operations;
  }

  private static Answer send(Operation operation, String token, SplittableRandom random)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + token);
    String body = body(operation, random);
    if (body != null) {
      headers.put("Content-Type", "application/json");
    }
    return client.send(operation.method(), target(operation, random), headers, body);
  }

  /**
   * An own user or factor may be at stake: what might lock the caller out names no row of theirs.
   */
  private static String target(Operation operation, SplittableRandom random) {
    StringBuilder target = new StringBuilder(operation.path());
    char divider = '?';
    for (JsonNode parameter : operation.spec().path("parameters")) {
      String name = parameter.get("name").asText();
      if (parameter.get("in").asText().equals("path")) {
        int at = target.indexOf("{" + name + "}");
        target.replace(at, at + name.length() + 2, segment(operation, random));
      } else if (random.nextInt(3) == 0) {
        target.append(divider).append(encoded(name)).append('=').append(encoded(text(random)));
        divider = '&';
      }
    }
    if (random.nextInt(8) == 0) {
      target.append(divider).append("__proto__=1");
    }
    return target.toString();
  }

  private static String segment(Operation operation, SplittableRandom random) {
    boolean harmless = operation.method().equals("GET") || !operation.path().contains("user");
    if (harmless && random.nextBoolean()) {
      return Integer.toString(1 + random.nextInt(12));
    }
    String text = text(random);
    return encoded(harmless || !text.matches("[0-9]") ? text : "999999").replace("+", "%20");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String text(SplittableRandom random) {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private static String body(Operation operation, SplittableRandom random) {
    if (!operation.spec().has("requestBody")) {
      return null;
    }
    if (random.nextInt(12) == 0) {
      return "[".repeat(1 + random.nextInt(2_000));
    }
    return object(operation, operation.body(), random, 0).toString();
  }

  private static ObjectNode object(
      Operation operation, JsonNode schema, SplittableRandom random, int depth) {
    ObjectNode body = JSON.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(
            member -> {
              if (random.nextInt(3) != 0) {
                body.set(member.getKey(), value(operation, member.getValue(), random, depth));
              }
            });
    if (random.nextInt(20) == 0) {
      body.put("constructor", "x");
    }
    return body;
  }

  /** Often of the kind that the member takes, so that some requests reach what is behind. */
  private static JsonNode value(
      Operation operation, JsonNode declared, SplittableRandom random, int depth) {
    JsonNode schema = operation.resolved(declared);
    if (random.nextInt(3) == 0 || depth > 3) {
      return anything(random);
    }
    if (schema.has("enum")) {
      JsonNode values = schema.get("enum");
      return values.get(random.nextInt(values.size()));
    }
    String type = types(schema).stream().findFirst().orElse("");
    return switch (type) {
      case "object" -> object(operation, schema, random, depth + 1);
      case "array" ->
          JSON.arrayNode().add(value(operation, schema.path("items"), random, depth + 1));
      case "integer" -> JSON.numberNode(random.nextInt(-2, 12));
      case "number" -> JSON.numberNode(random.nextDouble(-10, 1e9));
      case "boolean" -> JSON.booleanNode(random.nextBoolean());
      default -> JSON.textNode(text(random));
    };
  }

  private static List<String> types(JsonNode schema) {
    JsonNode type = schema.path("type");
    return type.isArray()
        ? StreamSupport.stream(type.spliterator(), false)
            .map(JsonNode::asText)
            .filter(name -> !name.equals("null"))
            .toList()
        : type.isTextual() ? List.of(type.asText()) : List.of();
  }

  private static JsonNode anything(SplittableRandom random) {
    return switch (random.nextInt(9)) {
      case 0 -> JSON.nullNode();
      case 1 -> JSON.booleanNode(random.nextBoolean());
      case 2 -> JSON.numberNode(random.nextLong());
      case 3 -> JSON.numberNode(new java.math.BigDecimal("1e400"));
      case 4 -> JSON.numberNode(-0.5);
      case 5 -> JSON.arrayNode().add(1).add("x").addNull();
      case 6 -> JSON.objectNode().put("a", 1);
      default -> JSON.textNode(text(random));
    };
  }

  /** A refusal is JSON with a text, and tells nothing of what is inside. */
  private static void fault(Operation operation, Answer answer, List<String> faults) {
    String what = operation.method() + " " + operation.path() + ": " + answer.status();
    if (answer.status() >= 500) {
      faults.add(what + " " + answer.text());
    } else if (answer.status() >= 400) {
      boolean json = "application/json".equals(answer.header("Content-Type"));
      boolean tells =
          List.of("Exception", "SELECT ", "io.archway", "org.h2", "jdbc").stream()
              .anyMatch(answer.text()::contains);
      if (!json || answer.text().isEmpty() || tells) {
        faults.add(what + " " + answer.text());
      }
    }
  }
}
