package io.archway.http.system;

import static io.archway.http.kernel.Endpoint.get;

import io.archway.http.kernel.Content;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Family;
import io.archway.http.kernel.KernelDialect;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** What machines ask of the gateway itself: is it up, and how does it fare (Prometheus text). */
public final class SystemResource implements Resource {

  private static final String METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final Supplier<HealthReport> health;
  private final PrometheusMeterRegistry metrics;

  public SystemResource(Supplier<HealthReport> health, PrometheusMeterRegistry metrics) {
    this.health = health;
    this.metrics = metrics;
  }

  @Override
  public String name() {
    return "system";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/health", "health")
            .summary("Whether objects are taken and found: 200, or 503 where not.")
            .open()
            .answersEither(HealthReport.class, 503)
            .handles(this::health),
        get("/health/live", "live")
            .summary("Whether this process answers at all: 200.")
            .open()
            .answers(Live.class)
            .handles(this::live),
        get("/metrics", "metrics")
            .summary("Counters and gauges as Prometheus reads them.")
            .open()
            .answersContent(METRICS_TYPE)
            .handles(this::metrics));
  }

  /** At the root, beside the API families; {@code version} of the program, for its document. */
  public Family family(String version) {
    return new Family(
        "system",
        "",
        new KernelDialect(),
        List.of(this, new OpenApiResource("Archway: health and metrics", version)));
  }

  private Response health(Request request) {
    HealthReport report = health.get();
    return Response.json(report).status(report.status() == HealthReport.Status.DOWN ? 503 : 200);
  }

  /** For whoever starts a process anew that hangs: what /health finds wrong a restart mends not. */
  record Live(HealthReport.Status status) {}

  private Response live(Request request) {
    return Response.json(new Live(HealthReport.Status.UP));
  }

  private Response metrics(Request request) {
    byte[] text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
    return Response.content(Content.bytes(METRICS_TYPE, text)).header("Cache-Control", "no-store");
  }
}
