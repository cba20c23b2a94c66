package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.imaging.ApiClient.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a signed-in caller sends, it is answered below 500, and refusals say why as JSON. */
final class HostileRequestsTest {

  private static final int REQUESTS = 1_000;

  private static final List<String> PATHS =
      List.of(
          "/api/patient",
          "/api/patient/1",
          "/api/media",
          "/api/media/1",
          "/api/media/1/download",
          "/api/instance/1.2.3",
          "/api/instance/1.2.3/file",
          "/api/association",
          "/api/association/1",
          "/api/auth/me",
          "/api/openapi.json");

  private static final List<String> PIECES =
      List.of(
          "..",
          "../..",
          "%2e%2e%2f",
          "..%5c..%5c",
          "//",
          "/./",
          ";a=b",
          "%00",
          "%0d%0aX:%20y",
          "%c0%af",
          "%ff",
          "%ed%a0%80",
          "%",
          "%zz",
          "%f0%9f%98%80",
          "%ef%b7%ba",
          "%cc%88",
          "*",
          "'",
          "'--",
          "%22",
          "%27%20OR%201=1--",
          "1%20union%20select",
          "$%7bjndi:ldap://x%7d",
          "\\",
          "~",
          "-1",
          "0",
          "00",
          "1e9",
          "0x1",
          "9223372036854775807",
          "9223372036854775808",
          "99999999999999999999999",
          "1.2.840.10008",
          "1..2",
          ".1",
          "1.",
          "null",
          "NaN",
          "true",
          "%e2%80%ae",
          "%f4%8f%bf%bf",
          "a".repeat(300),
          "1".repeat(3_000));

  private static final List<String> NAMES =
      List.of(
          "page",
          "per_page",
          "search",
          "order",
          "patient_id",
          "modality",
          "status",
          "study_date_from",
          "study_date_to",
          "created_from",
          "created_before",
          "calling_ae_title",
          "address",
          "state",
          "started_from",
          "version",
          "page[]",
          "%70age",
          "",
          "constructor",
          "__proto__");

  private static final List<String> BODIES =
      List.of(
          "",
          "{}",
          "[]",
          "null",
          "1",
          "\"admin\"",
          "{\"username\":null,\"password\":null}",
          "{\"username\":{},\"password\":[]}",
          "{\"username\":1e400,\"password\":-0.0}",
          "{\"username\":" + "9".repeat(2_000) + "}",
          "{\"username\":\"admin\",\"username\":\"admin\",\"password\":\"12345\"}",
          "{\"username\":\"" + "a".repeat(300) + "\",\"password\":\"12345\"}",
          "{\"username\":\"ad\\u0000min\",\"password\":\"12345\"}",
          "{\"username\":\"\\ud800\\ud800\",\"password\":\"\\udfff12345\"}",
          "{\"username\":\"' OR 1=1 --\",\"password\":\"' OR 1=1 --\"}",
          "{\"username\":\"admin\",\"password\":\"12345\",\"timezone\":\"../../etc\"}",
          "{\"username\":\"admin\",\"password\":\"12345\",\"timezone\":\"UTC+99\"}",
          "{\"username\":\"admin\",\"password\":\"12345\",\"__proto__\":{}}",
          "{\"a\":".repeat(500) + "1" + "}".repeat(500),
          "[".repeat(100_000),
          "{\"username\":\"admin\"} {}",
          "{'username':'admin'}",
          "{\"username\":NaN}",
          "{\"username\":\"admin\",}",
          "\uFEFF{}",
          "{\"" + "k".repeat(70_000) + "\":1}");

  private static SampleGateway gateway;
  private static ApiClient client;
  private static String token;

  @BeforeAll
  static void open(@TempDir Path folder) throws IOException {
    gateway = new SampleGateway(folder);
    client = new ApiClient(gateway.server.port());
    token = gateway.token("admin");
  }

  @AfterAll
  static void close() throws IOException {
    gateway.close();
  }

  @Test
  void aThousandHostileTargetsAreAnsweredBelow500() throws IOException {
    SplittableRandom random = new SplittableRandom(20260301);
    int refused = 0;
    for (int i = 0; i < REQUESTS; i++) {
      String target = target(random);
      Answer answer = client.get(target, token);
      check("GET " + target, answer);
      refused += answer.status() >= 400 ? 1 : 0;
    }
    assertThat(refused).isGreaterThan(REQUESTS * 8 / 10);
    assertThat(client.get("/api/auth/me", token).status()).isEqualTo(200);
  }

  @Test
  void hostileBodiesAreAnsweredBelow500() throws IOException {
    for (String body : BODIES) {
      for (String path : List.of("/api/auth/login", "/api/auth/logout")) {
        checkRefused(path, body.getBytes(StandardCharsets.UTF_8));
      }
    }
    SplittableRandom random = new SplittableRandom(20260302);
    String valid = "{\"username\":\"nobody\",\"password\":\"correct horse\",\"timezone\":\"UTC\"}";
    for (int i = 0; i < 200; i++) {
      checkRefused("/api/auth/login", damaged(valid, random));
    }
  }

  @Test
  void aPasswordOfHalfAMegabyteIsAnErrorOfItsField() throws IOException {
    for (int length : List.of(256, 500_000)) {
      String body = "{\"username\":\"admin\",\"password\":\"" + "x".repeat(length) + "\"}";
      Map<String, String> json = Map.of("Content-Type", "application/json");
      Answer answer = client.send("POST", "/api/auth/login", json, body);
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.json().path("errors").path("password").path(0).asText())
          .startsWith("length: ");
    }
  }

  @Test
  void hostileHeadersAreAnsweredBelow500() throws IOException {
    String file = "/api/instance/" + gateway.variable("large.uid") + "/file";
    String zip = "/api/media/" + gateway.variable("cbct.media") + "/download";
    List<String> ranges =
        List.of(
            "bytes=",
            "bytes=-",
            "bytes=-0",
            "bytes=5-1",
            "bytes=0-0,2-3",
            "bytes=a-b",
            "lines=1-2",
            "bytes=99999999999999999999-",
            "bytes=0-99999999999999999999",
            "bytes=-1",
            "bytes=" + "0-1,".repeat(1_000) + "3-4");
    for (String target : List.of(file, zip)) {
      for (String range : ranges) {
        check(range, client.get(target, token, "Range", range));
      }
      for (String name : List.of("If-Range", "If-None-Match", "If-Modified-Since", "Accept")) {
        for (String value : List.of("", "\"", "W/\"a\"", "*", ",,,", "Thu, 99 Foo", "é")) {
          check(name + ": " + value, client.get(target, token, name, value));
        }
      }
    }
  }

  private static void checkRefused(String path, byte[] body) throws IOException {
    Map<String, String> headers =
        path.endsWith("login")
            ? Map.of("Content-Type", "application/json")
            : Map.of(
                "Content-Type", "application/json", "Authorization", "Bearer " + "A".repeat(43));
    Answer answer = client.sendBytes("POST", path, headers, body);
    check(path, answer);
    assertThat(answer.status()).isBetween(400, 499);
  }

  /** A refusal has the dialect's body and tells nothing of what is inside. */
  private static void check(String request, Answer answer) throws IOException {
    assertThat(answer.status()).as(request).isBetween(200, 499);
    if (answer.status() >= 400 && answer.status() != 412 && answer.status() != 416) {
      assertThat(answer.header("Content-Type")).as(request).isEqualTo("application/json");
      assertThat(answer.json().path("message").asText()).as(request).isNotEmpty();
      assertThat(answer.text())
          .as(request)
          .doesNotContain("Exception", "SELECT", "io.archway", "org.h2", "jdbc");
    }
  }

  private static String target(SplittableRandom random) {
    String path = pick(PATHS, random);
    StringBuilder target = new StringBuilder(path);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      if (random.nextInt(3) == 0) {
        int at = 1 + random.nextInt(target.length());
        target.insert(at, pick(PIECES, random));
      } else {
        target.append(target.indexOf("?") < 0 ? '?' : '&');
        target.append(pick(NAMES, random)).append('=').append(pick(PIECES, random));
      }
    }
    return target.toString();
  }

  private static byte[] damaged(String valid, SplittableRandom random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = valid.getBytes(StandardCharsets.UTF_8);
    int at = random.nextInt(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (i == at) {
        out.write(random.nextInt(256));
      }
      if (i != at || random.nextBoolean()) {
        out.write(bytes[i]);
      }
    }
    return out.toByteArray();
  }

  private static String pick(List<String> from, SplittableRandom random) {
    return from.get(random.nextInt(from.size()));
  }
}
