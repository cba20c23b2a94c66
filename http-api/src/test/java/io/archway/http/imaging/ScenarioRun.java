package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.archway.http.imaging.ApiClient.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs the scenarios of one file against a gateway and compares what is answered. */
final class ScenarioRun {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_.]+)}");
  private static final Pattern QUOTED = Pattern.compile("\"\\$\\{([A-Za-z0-9_.]+)}\"");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final SampleGateway gateway;
  private final ApiClient client;
  private final Map<String, String> tokens = new HashMap<>();

  private final AuditedSteps audited = new AuditedSteps();

  /** All that was done is in the audit. */
  void assertAudited() {
    audited.assertAudited(gateway);
  }

  ScenarioRun(SampleGateway gateway) {
    this.gateway = gateway;
    this.client = new ApiClient(gateway.server.port());
  }

  void run(Scenario scenario) throws IOException {
    Map<String, String> variables = new HashMap<>(gateway.variables());
    if (!scenario.toString().contains("${socket}")) {
      run(scenario, variables);
      return;
    }
    try (LiveClient connection = LiveClient.open(gateway.server.port())) {
      variables.put("socket", connection.socketId());
      run(scenario, variables);
    }
  }

  private void run(Scenario scenario, Map<String, String> variables) throws IOException {
    for (Scenario.Step step : scenario.steps()) {
      if (step.events() != null) {
        follow(step, variables);
        continue;
      }
      if (step.matched()) {
        gateway.match();
      }
      long lastEvent = gateway.lastEvent();
      Answer answer = send(step, variables);
      check(step, answer, variables);
      if (step.told() != null) {
        assertThat(gateway.eventTypesAfter(lastEvent)).as(step.request()).containsAll(step.told());
      }
      if (step.save() != null) {
        JsonNode body = answer.json();
        step.save().forEach((name, member) -> variables.put(name, member(body, member).asText()));
      }
    }
  }

  /** By its name, or deeper by a pointer (RFC 6901). */
  private static JsonNode member(JsonNode body, String member) {
    return member.startsWith("/") ? body.at(member) : body.get(member);
  }

  /** Reads as many events as are told of, then goes away. */
  private void follow(Scenario.Step step, Map<String, String> variables) throws IOException {
    String request = fill(step.request(), variables);
    String target = request.split(" ", 2)[1];
    int port = gateway.server.port();
    try (EventClient events = new EventClient(port, target, headers(step, variables))) {
      assertThat(events.status()).as(request).isEqualTo(step.status());
      checkHeaders(step, events::header, variables);
      for (JsonNode shape : step.events()) {
        JsonNode expected = JSON.readTree(fill(JSON.writeValueAsString(shape), variables));
        JsonNode actual = JSON.valueToTree(events.next());
        assertThat(BodyShape.differences(expected, actual)).as(request).isEmpty();
      }
    }
  }

  /** Another sending of a step's request, which may be answered otherwise. */
  interface Trial {
    void send(Scenario.Step step, Callable<Answer> request) throws Exception;
  }

  /**
   * Tries each request before it is sent, and compares nothing. Others may be in its way for a
   * moment: then it is sent again.
   *
   * @return false where a trial has changed so much that later steps lack what they name
   */
  boolean tryOut(Scenario scenario, Trial trial) throws Exception {
    Map<String, String> variables = new HashMap<>(gateway.variables());
    for (Scenario.Step step : scenario.steps()) {
      if (step.events() != null || scenario.toString().contains("${socket}")) {
        continue;
      }
      try {
        String[] request = fill(step.request(), variables).split(" ", 2);
        Map<String, String> headers = headers(step, variables);
        String body = body(step, variables);
        trial.send(step, () -> client.send(request[0], request[1], headers, body));
        Answer answer =
            await()
                .atMost(LIMIT)
                .pollDelay(Duration.ZERO)
                .until(
                    () -> client.send(request[0], request[1], headers, body),
                    one -> one.status() != 503 || step.status() == 503);
        if (step.save() != null) {
          JsonNode saved = answer.json();
          step.save().forEach((name, of) -> variables.put(name, member(saved, of).asText()));
        }
      } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
        return false;
      }
    }
    return true;
  }

  private Answer send(Scenario.Step step, Map<String, String> variables) throws IOException {
    String[] request = fill(step.request(), variables).split(" ", 2);
    Map<String, String> headers = headers(step, variables);
    String body = body(step, variables);
    Answer answer = null;
    for (int i = 0; i < (step.times() == null ? 1 : step.times()); i++) {
      answer = client.send(request[0], request[1], headers, body);
      boolean known = headers.containsKey("Authorization");
      String requestId = answer.header("X-Request-Id");
      audited.answered(request[0] + " " + request[1], known, answer.status(), requestId);
    }
    return answer;
  }

  private static String body(Scenario.Step step, Map<String, String> variables) throws IOException {
    if (step.json() != null) {
      return json(step.json(), variables);
    }
    return step.text() == null ? null : fill(step.text(), variables);
  }

  private Map<String, String> headers(Scenario.Step step, Map<String, String> variables)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (step.user() != null) {
      headers.put("Authorization", "Bearer " + token(fill(step.user(), variables)));
    }
    if (step.json() != null) {
      headers.put("Content-Type", "application/json");
    }
    if (step.headers() != null) {
      step.headers().forEach((name, value) -> headers.put(name, fill(value, variables)));
    }
    return headers;
  }

  /** With what is filled in; a number that is all of a text becomes a number. */
  private static String json(JsonNode body, Map<String, String> variables) throws IOException {
    String text = JSON.writeValueAsString(body);
    return fill(
        QUOTED.matcher(text).replaceAll(found -> number(found.group(1), variables)), variables);
  }

  private static String number(String name, Map<String, String> variables) {
    String value = variables.getOrDefault(name, "");
    return Matcher.quoteReplacement(value.matches("[0-9]{1,18}") ? value : "\"${" + name + "}\"");
  }

  /** Of a user who is known by name; anything else is a token. */
  private String token(String user) throws IOException {
    if (!user.matches("[a-z]{1,20}")) {
      return user;
    }
    String token = tokens.get(user);
    if (token == null) {
      token = gateway.token(user);
      tokens.put(user, token);
    }
    return token;
  }

  private static void check(Scenario.Step step, Answer answer, Map<String, String> variables)
      throws IOException {
    String request = fill(step.request(), variables);
    assertThat(answer.status()).as("%s: %s", request, answer.text()).isEqualTo(step.status());
    checkHeaders(step, answer::header, variables);
    if (step.length() != null) {
      assertThat(answer.body().length).as(request).isEqualTo(step.length().intValue());
    }
    if (step.body() != null) {
      JsonNode expected = JSON.readTree(fill(JSON.writeValueAsString(step.body()), variables));
      assertThat(BodyShape.differences(expected, answer.json()))
          .as("%s: %s", request, answer.text())
          .isEmpty();
    }
  }

  private static void checkHeaders(
      Scenario.Step step, UnaryOperator<String> header, Map<String, String> variables) {
    if (step.answer() != null) {
      step.answer()
          .forEach(
              (name, expected) ->
                  assertThat(header.apply(name))
                      .as("%s: %s (expected: %s)", step.request(), name, expected)
                      .matches(text -> matches(fill(expected, variables), text)));
    }
  }

  private static boolean matches(String expected, String actual) {
    return BodyShape.matchesText(expected, actual);
  }

  private static String fill(String text, Map<String, String> variables) {
    return VARIABLE
        .matcher(text)
        .replaceAll(
            found -> {
              String value = variables.get(found.group(1));
              if (value == null) {
                throw new IllegalArgumentException("unknown variable: " + found.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }
}
