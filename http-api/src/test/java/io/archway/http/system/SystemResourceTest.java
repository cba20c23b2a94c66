package io.archway.http.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.kernel.Family;
import io.archway.http.kernel.HttpServer;
import io.archway.http.kernel.HttpSettings;
import io.archway.http.kernel.KernelDialect;
import io.archway.http.system.HealthReport.Check;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SystemResourceTest {

  private final AtomicReference<HealthReport> health =
      new AtomicReference<>(HealthReport.of(Map.of("index", Check.up())));
  private final PrometheusMeterRegistry metrics =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpServer server =
      HttpServer.start(
          HttpSettings.defaults(metrics).withPort(0),
          new SystemResource(health::get, metrics).family("1.0"),
          new Family(
              "documents",
              "/api",
              new KernelDialect(),
              List.of(new OpenApiResource("Sample", "1.0"))));

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + server.port() + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void tellsWhetherTheGatewayIsUp() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/health").body())
        .isEqualTo("{\"status\":\"up\",\"checks\":{\"index\":{\"status\":\"up\"}}}");
  }

  @Test
  void isAsWellAsTheWorstOfItsParts() throws Exception {
    Map<String, Check> checks = new TreeMap<>(Map.of("index", Check.up()));
    checks.put("store", Check.degraded("little space"));
    health.set(HealthReport.of(checks));
    assertThat(get("/health").statusCode()).isEqualTo(200);
    assertThat(get("/health").body())
        .startsWith("{\"status\":\"degraded\"")
        .contains("\"store\":{\"status\":\"degraded\",\"detail\":\"little space\"}");
    checks.put("dicom", Check.down("closed"));
    health.set(HealthReport.of(checks));
    assertThat(get("/health").statusCode()).isEqualTo(503);
    assertThat(get("/health").body()).startsWith("{\"status\":\"down\"");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/live").body()).isEqualTo("{\"status\":\"up\"}");
  }

  @Test
  void tellsPrometheusWhatWasAnswered() throws Exception {
    get("/health");
    HttpResponse<String> answer = get("/metrics");
    assertThat(answer.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body())
        .contains("http_server_requests_seconds_count{")
        .contains("route=\"/health\"")
        .contains("http_server_connections ");
  }

  @Test
  void documentsTheFamilyItBelongsTo() throws Exception {
    var result = new OpenAPIV3Parser().readContents(get("/api/openapi.json").body(), null, null);
    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getPaths()).containsOnlyKeys("/api/openapi.json");
  }

  @Test
  void isDocumentedItself() throws Exception {
    var result = new OpenAPIV3Parser().readContents(get("/openapi.json").body(), null, null);
    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getPaths())
        .containsOnlyKeys("/health", "/health/live", "/metrics", "/openapi.json");
    assertThat(result.getOpenAPI().getPaths().get("/health").getGet().getResponses().get("503"))
        .extracting(down -> down.getContent().get("application/json").getSchema().get$ref())
        .isEqualTo("#/components/schemas/HealthReport");
  }
}
