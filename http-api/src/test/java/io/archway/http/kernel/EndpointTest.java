package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

  private static final String READER = "Authorization: Bearer reader";
  private static final String WRITER = "Authorization: Bearer writer";
  private static SampleServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new SampleServer();
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Test
  void answersInTheNamingOfTheDialect() throws IOException {
    RawClient.Answer answer = server.get("/api/item/12", READER);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(answer.header("Server")).isNull();
    assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
    assertThat(answer.header("Date")).isNotNull();
    assertThat(answer.text())
        .isEqualTo(
            "{\"id\":12,\"name\":\"Zoë\",\"born_on\":\"2001-02-03\","
                + "\"favourite_color\":\"dark_green\"}");
  }

  @Test
  void refusesStrangersWithAChallenge() throws IOException {
    for (String header :
        new String[] {
          "X: y",
          "Authorization: Bearer unknown",
          "Authorization: Bearer",
          "Authorization: Basic reader",
          "Authorization: Bearer reader\r\nAuthorization: Bearer reader"
        }) {
      RawClient.Answer answer = server.get("/api/item/12", header);
      assertThat(answer.status()).as(header).isEqualTo(401);
      assertThat(answer.text()).isEqualTo("{\"message\":\"Unauthenticated.\"}");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }
  }

  @Test
  void takesTheSchemeInAnyCase() throws IOException {
    assertThat(server.get("/api/me", "authorization: bearer reader").status()).isEqualTo(200);
  }

  @Test
  void refusesWhoLacksThePermission() throws IOException {
    RawClient client = server.connect();
    assertThat(client.json("POST", "/api/item", "{\"name\":\"x\"}", READER).answer().status())
        .isEqualTo(403);
    assertThat(client.json("POST", "/api/item", "{\"name\":\"x\"}", WRITER).answer().status())
        .isEqualTo(201);
  }

  @ParameterizedTest
  @CsvSource({
    "/api/nothing, 404",
    "/nothing, 404",
    "/api/item/abc, 404",
    "/api/item/0, 404",
    "/api/item/9223372036854775808, 404",
    "/api/item/-1, 404",
    "/api/item/12/, 404",
    "/api//item, 404",
    "/api/item/404, 404",
    "/, 404",
    "/api/item/latest, 200"
  })
  void findsRoutes(String path, int status) throws IOException {
    assertThat(server.get(path, READER).status()).isEqualTo(status);
  }

  @Test
  void namesTheMethodsThatAreAllowed() throws IOException {
    RawClient client = server.connect();
    RawClient.Answer answer = client.request("PATCH", "/api/item/1").answer();
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("DELETE, GET, HEAD, OPTIONS");
    assertThat(client.request("BREW", "/api/item/1").answer().status()).isEqualTo(405);
    answer = client.request("OPTIONS", "/api/item").answer();
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, OPTIONS, POST");
    assertThat(answer.header("Content-Length")).isNull();
    assertThat(client.request("OPTIONS", "*").answer().status()).isEqualTo(204);
  }

  @Test
  void answersHeadWithTheSameHeadersAndNoBody() throws IOException {
    RawClient client = server.connect();
    for (String path : new String[] {"/api/item/latest", "/api/file", "/api/composed"}) {
      RawClient.Answer get = client.get(path);
      RawClient.Answer head = client.request("HEAD", path).answer(true);
      assertThat(head.status()).isEqualTo(200);
      assertThat(comparable(head)).as(path).isEqualTo(comparable(get));
    }
    assertThat(client.request("HEAD", "/api/nothing").answer(true).status()).isEqualTo(404);
    assertThat(client.get("/api/text").text()).isEqualTo("hello");
  }

  private static Stream<String> stream(RawClient.Answer answer) {
    return answer.headers().stream();
  }

  private static java.util.List<String> comparable(RawClient.Answer answer) {
    return stream(answer)
        .map(String::toLowerCase)
        .filter(header -> !header.startsWith("date:") && !header.startsWith("x-request-id:"))
        .toList();
  }

  @Test
  void readsTypedParameters() throws IOException {
    RawClient.Answer answer =
        server.get(
            "/api/echo?search=a%2Bb+c%20%C3%A4&from=2026-02-28&color=dark_green&tooth=11&tooth=48");
    assertThat(answer.text())
        .isEqualTo(
            "{\"search\":\"a+b c ä\",\"from\":\"2026-02-28\",\"color\":\"dark_green\","
                + "\"tooth\":[11,48],\"name\":null,\"length\":0}");
    assertThat(server.get("/api/echo").text())
        .isEqualTo(
            "{\"search\":null,\"from\":null,\"color\":null,\"tooth\":[],\"name\":null,"
                + "\"length\":0}");
  }

  @ParameterizedTest
  @CsvSource({
    "tooth=11&tooth=48, 200",
    "tooth[]=11&tooth[]=48, 200",
    "tooth[0]=11&tooth[1]=48, 200",
    "tooth%5B0%5D=11&tooth%5B%5D=48, 200",
    "tooth[0]=11&tooth=12&tooth[]=13&tooth[3]=14, 422",
    "tooth[a]=11, 422",
    "tooth[0][1]=11, 422",
    "tooth[=11, 422",
    "search[]=a, 422",
    "search[0]=a, 422"
  })
  void takesListsInAllTheirForms(String query, int status) throws IOException {
    RawClient.Answer answer = server.get("/api/echo?" + query);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    if (status == 200) {
      assertThat(answer.text()).contains("\"tooth\":[11,48]");
    }
  }

  @Test
  void namesAllWrongParametersAtOnce() throws IOException {
    RawClient.Answer answer =
        server.get(
            "/api/echo?search=12345678901&from=2026-02-30&color=blue&tooth=10"
                + "&serch=x&zzz=1&from=2026-01-01");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text())
        .isEqualTo(
            "{\"message\":\"The given data was invalid.\",\"errors\":{"
                + "\"search\":[\"length: 11 (expected: 0 to 10)\"],"
                + "\"from\":[\"given 2 times (expected: once)\"],"
                + "\"color\":[\"expected: one of red, dark_green\"],"
                + "\"tooth\":[\"expected: an integer from 11 to 48\"],"
                + "\"serch\":[\"unknown parameter (did you mean search?)\"],"
                + "\"zzz\":[\"unknown parameter\"]}}");
    assertThat(server.get("/api/echo?tooth=11&tooth=12&tooth=13&tooth=14").status()).isEqualTo(422);
  }

  @Test
  void pagesLists() throws IOException {
    RawClient.Answer answer = server.get("/api/item?page=3&per_page=2", READER);
    assertThat(answer.text())
        .startsWith("{\"data\":[{\"id\":5,")
        .endsWith("],\"meta\":{\"page\":3,\"per_page\":2,\"total\":1000}}");
    assertThat(server.get("/api/item?per_page=100", READER).status()).isEqualTo(200);
    assertThat(server.get("/api/item?per_page=101", READER).status()).isEqualTo(422);
    assertThat(server.get("/api/item?page=0", READER).status()).isEqualTo(422);
  }

  @Test
  void namesAllWrongMembersAtOnce() throws IOException {
    String body =
        """
        {"born_on":"yesterday","star_count":6,"parts":[{"code":"","missing":2},{"missing":true,
        "cod":"x"}],"note":7,"bornon":null}
        """;
    RawClient.Answer answer = server.connect().json("POST", "/api/item", body, WRITER).answer();
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text())
        .isEqualTo(
            "{\"message\":\"The given data was invalid.\",\"errors\":{"
                + "\"bornon\":[\"unknown member (did you mean born_on?)\"],"
                + "\"name\":[\"required\"],"
                + "\"born_on\":[\"expected: a date like 2026-03-01, 2026-03-01T10:00:00"
                + " or 20260301\"],"
                + "\"star_count\":[\"expected: an integer from 1 to 5\"],"
                + "\"parts.0.code\":[\"required\"],"
                + "\"parts.0.missing\":[\"expected: true or false\"],"
                + "\"parts.1.cod\":[\"unknown member (did you mean code?)\"],"
                + "\"parts.1.code\":[\"required\"],"
                + "\"note\":[\"expected: a text\"]}}");
  }

  @Test
  void checksRulesAcrossMembers() throws IOException {
    RawClient.Answer answer =
        server.connect().json("POST", "/api/item", "{\"name\":\"red\"}", WRITER).answer();
    assertThat(answer.text()).contains("\"star_count\":[\"required for red\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"name\":\"taken\"} | 409",
        "{\"name\":\"12345678901234567890\"} | 201",
        "{\"name\":\"123456789012345678901\"} | 422",
        "{\"name\":\"\\ud83e\\uddb7\\ud83e\\uddb7\"} | 201",
        "{\"name\":\"\\ud83e\"} | 422",
        "{\"name\":\"a\\u0000b\"} | 422",
        "{\"name\":\"x\",\"star_count\":null,\"note\":null} | 201",
        "{\"name\":\"x\",\"star_count\":3.0} | 201",
        "{\"name\":\"x\",\"star_count\":0.3e1} | 201",
        "{\"name\":\"x\",\"star_count\":\"3\"} | 201",
        "{\"name\":\"x\",\"star_count\":3.5} | 422",
        "{\"name\":\"x\",\"star_count\":\"3.0\"} | 422",
        "{\"name\":\"x\",\"star_count\":\"-3\"} | 422",
        "{\"name\":\"x\",\"star_count\":\"\u0663\"} | 422",
        "{\"name\":\"x\",\"star_count\":1e-400} | 422",
        "{\"name\":\"x\",\"star_count\":true} | 422",
        "{\"name\":\"x\",\"parts\":[{\"code\":\"c\",\"missing\":1}]} | 201",
        "{\"name\":\"x\",\"parts\":[{\"code\":\"c\",\"missing\":\"false\"}]} | 201",
        "{\"name\":\"x\",\"parts\":[{\"code\":\"c\",\"missing\":\"\"}]} | 422",
        "{\"name\":\"x\",\"born_on\":\"20260301\"} | 201",
        "{\"name\":\"x\",\"born_on\":\"2026-03-01T10:00:00\"} | 201",
        "{\"name\":\"x\",\"born_on\":\"2026-03-01T00:00:00+02:00\"} | 201",
        "{\"name\":\"x\",\"born_on\":\"2026-03-01T10:00:00+02:00\"} | 422",
        "{\"name\":\"x\",\"born_on\":\"20260231\"} | 422",
        "{\"name\":\"x\",\"star_count\":1e400} | 422",
        "{\"name\":\"x\",\"star_count\":1e-2147483648} | 400",
        "{\"name\":\"x\",\"star_count\":1E+2147483648} | 400",
        "{\"name\":\"x\",\"star_count\":1e-99999999999} | 400",
        "{\"name\":\"x\",\"star_count\":99999999999999999999} | 422",
        "{\"name\":\"x\",\"name\":\"y\"} | 400",
        "{\"name\":\"x\"} x | 400",
        "{\"name\":\"x\",} | 400",
        "{'name':\"x\"} | 400",
        "[] | 400",
        "null | 400",
        "\"x\" | 400",
        "{\"name\":NaN} | 400",
        "{\"name\":\"x\",\"born_on\":\"+10000-01-01\"} | 422",
        "{ | 400"
      })
  void judgesBodies(String body, int status) throws IOException {
    RawClient.Answer answer = server.connect().json("POST", "/api/item", body, WRITER).answer();
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).contains(status == 201 ? "\"id\":9" : "\"message\":");
  }

  @Test
  void neverQuotesABrokenBody() throws IOException {
    RawClient.Answer answer =
        server.connect().json("POST", "/api/item", "{\"name\":\nMiller}", WRITER).answer();
    assertThat(answer.text())
        .isEqualTo("{\"message\":\"body: not valid JSON at line 2, column 1\"}");
  }

  @Test
  void refusesBodiesThatAreNotUtf8() throws IOException {
    RawClient client = server.connect();
    client.request(
        "POST", "/api/item", WRITER, "Content-Type: application/json", "Content-Length: 12");
    client.send(new byte[] {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xC0, '"', '}'});
    assertThat(client.answer().text()).isEqualTo("{\"message\":\"body: not UTF-8\"}");
  }

  @Test
  void refusesBodiesOfOtherTypes() throws IOException {
    for (String type :
        new String[] {
          "X-No: type",
          "Content-Type: text/plain",
          "Content-Type: application/json; charset=utf-16",
          "Content-Type: application/json\r\nContent-Encoding: gzip"
        }) {
      RawClient client = server.connect();
      client.request("POST", "/api/item", WRITER, type, "Content-Length: 2").send("{}");
      assertThat(client.answer().status()).as(type).isEqualTo(415);
      assertThat(client.get("/api/text").status()).isEqualTo(200);
    }
  }

  @Test
  void letsAnUndeclaredBodyPassOnlyIfItSaysNothing() throws IOException {
    RawClient client = server.connect();
    assertThat(client.json("POST", "/api/logout", "{}").answer().status()).isEqualTo(204);
    assertThat(client.request("POST", "/api/logout").answer().status()).isEqualTo(204);
    assertThat(client.json("POST", "/api/logout", "{\"a\":1}").answer().status()).isEqualTo(400);
    assertThat(client.json("POST", "/api/logout", "x").answer().status()).isEqualTo(400);
    assertThat(client.get("/api/text").status()).isEqualTo(200);
  }

  @Test
  void answersFaultsWithoutDetail() throws IOException {
    RawClient client = server.connect();
    RawClient.Answer answer = client.get("/api/broken");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.text()).isEqualTo("{\"message\":\"Internal error.\"}");
    answer = client.get("/api/busy");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isEqualTo("30");
    assertThat(answer.text()).isEqualTo("{\"message\":\"disk: full\"}");
  }

  @Test
  void countsRequestsByTemplateAndStatus() throws IOException {
    server.get("/api/echo/counted");
    org.awaitility.Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        server
                            .metrics
                            .get("http.server.requests")
                            .tag("route", "/api/echo/{name}")
                            .tag("status", "200")
                            .timer()
                            .count())
                    .isPositive());
    assertThat(server.metrics.get("http.server.connections").gauge().value()).isPositive();
  }
}
