package io.archway.http.kernel;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells logs and metrics what was answered: the route's template, never the path, which may name a
 * patient. Thread-safe.
 */
final class Observer {

  private static final Logger ACCESS = LoggerFactory.getLogger("io.archway.http.access");
  private static final Logger LOG = LoggerFactory.getLogger(Observer.class);

  private final MeterRegistry metrics;

  Observer(MeterRegistry metrics, WorkerPool workers, ConnectionGate gate) {
    this.metrics = metrics;
    Gauge.builder("http.server.connections", gate, ConnectionGate::open).register(metrics);
    Gauge.builder("http.server.workers.active", workers, WorkerPool::active).register(metrics);
    Gauge.builder("http.server.workers.waiting", workers, WorkerPool::waiting).register(metrics);
  }

  /** One request was answered, or its client vanished ({@code status} 0). */
  void answered(String method, String template, int status, long bytes, long nanos, String id) {
    long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
    ACCESS.info("{} {} {} {} B {} us {}", method, template, status, bytes, micros, id);
    Timer.builder("http.server.requests")
        .tag("method", method)
        .tag("route", template)
        .tag("status", Integer.toString(status))
        .register(metrics)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  void refusedConnection(String why) {
    ACCESS.info("connection refused: {}", why);
    metrics.counter("http.server.connections.refused").increment();
  }

  /** A fault of ours. Types and frames are logged, messages not: they may quote what was sent. */
  void failed(String template, String id, Throwable fault) {
    StringBuilder text = new StringBuilder();
    int depth = 0;
    for (Throwable t = fault; t != null && depth < 5; t = t.getCause(), depth++) {
      text.append(System.lineSeparator()).append(t.getClass().getName());
      StackTraceElement[] frames = t.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, 20); i++) {
        text.append(System.lineSeparator()).append("    at ").append(frames[i]);
      }
    }
    LOG.error("request {} {} failed:{}", id, template, text);
  }
}
