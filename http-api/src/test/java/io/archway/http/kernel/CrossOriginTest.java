package io.archway.http.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrossOriginTest {

  private static final String CLINIC = "Origin: https://clinic.example";
  private static final String OTHER = "Origin: https://other.example";
  private static final String READER = "Authorization: Bearer reader";
  private static final String ALLOWED = "Access-Control-Allow-Origin";

  private static SampleServer server(String... origins) throws IOException {
    return new SampleServer(
        HttpSettings.defaults(new SimpleMeterRegistry())
            .withOrigins(CrossOrigin.of(List.of(origins))));
  }

  private static RawClient.Answer preflight(SampleServer server, String path, String... headers)
      throws IOException {
    return server.connect().request("OPTIONS", path, headers).answer();
  }

  @Test
  void letsNoPageOfAnotherOriginInUnlessAllowed() throws IOException {
    try (SampleServer server = new SampleServer()) {
      RawClient.Answer answer = server.get("/api/item/12", READER, CLINIC);
      assertThat(answer.status()).isEqualTo(200);
      answer
          .headers()
          .forEach(header -> assertThat(header).doesNotContain("Access-Control", "Vary"));
      preflight(server, "/api/item", CLINIC, "Access-Control-Request-Method: POST")
          .headers()
          .forEach(header -> assertThat(header).doesNotContain("Access-Control", "Vary"));
    }
  }

  @Test
  void answersPreflightsOfPagesThatAreAllowed() throws IOException {
    try (SampleServer server = server("https://clinic.example")) {
      RawClient.Answer answer =
          preflight(
              server,
              "/api/item",
              CLINIC,
              "Access-Control-Request-Method: POST",
              "Access-Control-Request-Headers: authorization,content-type");
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.header(ALLOWED)).isEqualTo("https://clinic.example");
      assertThat(answer.header("Access-Control-Allow-Methods"))
          .isEqualTo("GET, HEAD, OPTIONS, POST");
      assertThat(answer.header("Access-Control-Allow-Headers"))
          .isEqualTo("authorization,content-type");
      assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("600");
      assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
      assertThat(answer.headers()).anyMatch(header -> header.equalsIgnoreCase("vary: origin"));
      answer = preflight(server, "/api/item", OTHER, "Access-Control-Request-Method: POST");
      assertThat(answer.status()).isEqualTo(204);
      assertThat(answer.header(ALLOWED)).isNull();
      assertThat(answer.header("Access-Control-Allow-Methods")).isNull();
      assertThat(answer.header("Vary")).isEqualToIgnoringCase("origin");
    }
  }

  @Test
  void letsAnswersAndErrorsBeReadByPagesThatAreAllowed() throws IOException {
    try (SampleServer server = server("http://localhost:5173", "https://clinic.example")) {
      for (String path :
          new String[] {"/api/item/12", "/api/nothing", "/api/broken", "/api/file"}) {
        RawClient.Answer answer = server.get(path, READER, CLINIC);
        assertThat(answer.header(ALLOWED)).as(path).isEqualTo("https://clinic.example");
        assertThat(answer.header("Access-Control-Expose-Headers")).contains("ETag", "Retry-After");
        assertThat(answer.header("Vary")).isEqualToIgnoringCase("origin");
      }
      assertThat(server.get("/api/item/12", CLINIC).status()).isEqualTo(401);
      assertThat(server.get("/api/item/12", CLINIC).header(ALLOWED)).isNotNull();
      assertThat(server.get("/api/item/12", READER, OTHER).header(ALLOWED)).isNull();
      assertThat(server.get("/api/item/12", READER, OTHER, CLINIC).header(ALLOWED)).isNull();
      assertThat(server.get("/api/item/12", READER).header("Vary")).isEqualToIgnoringCase("origin");
    }
  }

  @Test
  void letsAllIn() throws IOException {
    try (SampleServer server = server("*")) {
      RawClient.Answer answer =
          preflight(
              server,
              "/api/item/12",
              OTHER,
              "Access-Control-Request-Method: DELETE",
              "Access-Control-Request-Headers: x-what-ever, ()");
      assertThat(answer.header(ALLOWED)).isEqualTo("*");
      assertThat(answer.header("Access-Control-Allow-Methods")).contains("DELETE");
      assertThat(answer.header("Access-Control-Allow-Headers")).isNull();
      answer = server.get("/api/item/12", READER, OTHER);
      assertThat(answer.header(ALLOWED)).isEqualTo("*");
      assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
      assertThat(answer.header("Vary")).isNull();
      assertThat(server.get("/api/item/12").header(ALLOWED)).isEqualTo("*");
    }
  }
}
