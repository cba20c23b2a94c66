package io.archway.gateway.lifecycle;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Settings;
import io.archway.http.imaging.upload.UploadLimits;
import io.archway.http.kernel.CrossOrigin;
import io.archway.http.kernel.Family;
import io.archway.http.kernel.HttpLimits;
import io.archway.http.kernel.HttpServer;
import io.archway.http.kernel.HttpSettings;
import io.archway.http.kernel.TrustedProxies;
import io.archway.http.live.Live;
import io.archway.http.patients.PatientsSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.UncheckedIOException;
import javax.net.ssl.SSLContext;

/** Opens the HTTP port as the settings say. */
final class HttpPort {
  private static final int EVENT_LOOP_THREADS = 2;
  private static final String ALL_ADDRESSES = "0.0.0.0";

  private HttpPort() {}

  static HttpServer open(Settings settings, MeterRegistry metrics, Live live, Family... families) {
    Settings.Http http = settings.http();
    TlsContext tls = TlsContext.of(http.tls()).orElse(null);
    try {
      return HttpServer.start(
          serverSettings(settings, tls == null ? null : tls.context(), metrics), live, families);
    } catch (UncheckedIOException e) {
      throw notFree("HTTP port", http.port(), "http", http.bindAddress(), e);
    }
  }

  static HttpSettings serverSettings(Settings settings, SSLContext tls, MeterRegistry metrics) {
    Settings.Http http = settings.http();
    return new HttpSettings(
        http.bindAddress().isEmpty() ? ALL_ADDRESSES : http.bindAddress(),
        http.port(),
        EVENT_LOOP_THREADS,
        http.workerThreads(),
        http.maxQueuedRequests(),
        tls,
        TrustedProxies.of(http.trustedProxies(), http.proxyHeader()),
        CrossOrigin.of(http.allowedOrigins()),
        Math.toIntExact(settings.stop().timeout().toMillis()),
        limits(http),
        metrics);
  }

  static PatientsSettings patients(Settings settings) {
    Settings.Patients patients = settings.patients();
    return new PatientsSettings(
        patients.prefix(),
        patients.maxImportSize().bytes(),
        patients.maxImportRows(),
        Math.toIntExact(patients.importTimeout().toMillis()));
  }

  static CommandFailure notFree(
      String what, int port, String group, String bindAddress, Exception cause) {
    String where =
        bindAddress.isEmpty() ? "" : " at " + bindAddress + " (" + group + ".bindAddress)";
    return new CommandFailure(
        ExitCode.IN_USE,
        "%s %d (%s.port): cannot listen%s (expected: a port that is free and that this user may open%s)"
            .formatted(
                what,
                port,
                group,
                where,
                bindAddress.isEmpty() ? "" : ", and an address of this machine"),
        cause);
  }

  /** What uploads may take. */
  static UploadLimits uploads(Settings settings) {
    Settings.Uploads uploads = settings.uploads();
    UploadLimits defaults = UploadLimits.defaults();
    return new UploadLimits(
        uploads.maxSize().bytes(),
        uploads.maxConcurrent(),
        uploads.maxParts(),
        defaults.maxHeadBytes(),
        uploads.maxFieldSize().intBytes(),
        uploads.maxEntries(),
        uploads.maxUnpackedSize().bytes(),
        uploads.maxRatio(),
        Math.toIntExact(uploads.timeout().toMillis()),
        settings.store().smallObjectLimit().intBytes());
  }

  private static HttpLimits limits(Settings.Http http) {
    return HttpLimits.defaults()
        .with("maxConnections", http.maxConnections())
        .with("maxConnectionsPerAddress", http.maxConnectionsPerAddress())
        .with("maxHeaderBytes", http.maxHeaderSize().intBytes())
        .with("maxJsonBodyBytes", http.maxBodySize().intBytes())
        .with("headMillis", Math.toIntExact(http.headerTimeout().toMillis()))
        .with("bodyStallMillis", Math.toIntExact(http.bodyTimeout().toMillis()))
        .with("writeStallMillis", Math.toIntExact(http.bodyTimeout().toMillis()))
        .with("idleMillis", Math.toIntExact(http.idleTimeout().toMillis()))
        .with("handlerMillis", Math.toIntExact(http.requestTimeout().toMillis()));
  }
}
