package io.archway.http.kernel;

import io.micrometer.core.instrument.MeterRegistry;
import javax.net.ssl.SSLContext;

/**
 * How a server is set up.
 *
 * @param bindAddress an address of this machine; {@code 0.0.0.0} for all
 * @param port 0 for any free one
 * @param eventLoopThreads framing and routing
 * @param workerThreads handlers
 * @param workerQueueLength requests that may wait for a worker; one more is answered 503
 * @param tls null for plain HTTP
 * @param proxies whose word on where a request came from counts
 * @param origins whose pages browsers let call us
 * @param closeMillis running requests are given this long when the server stops
 */
public record HttpSettings(
    String bindAddress,
    int port,
    int eventLoopThreads,
    int workerThreads,
    int workerQueueLength,
    SSLContext tls,
    TrustedProxies proxies,
    CrossOrigin origins,
    int closeMillis,
    HttpLimits limits,
    MeterRegistry metrics) {

  public static HttpSettings defaults(MeterRegistry metrics) {
    return new HttpSettings(
        "0.0.0.0",
        8080,
        2,
        16,
        256,
        null,
        TrustedProxies.none(),
        CrossOrigin.none(),
        10_000,
        HttpLimits.defaults(),
        metrics);
  }

  public HttpSettings withPort(int value) {
    return new HttpSettings(
        bindAddress,
        value,
        eventLoopThreads,
        workerThreads,
        workerQueueLength,
        tls,
        proxies,
        origins,
        closeMillis,
        limits,
        metrics);
  }

  public HttpSettings withLimits(HttpLimits value) {
    return new HttpSettings(
        bindAddress,
        port,
        eventLoopThreads,
        workerThreads,
        workerQueueLength,
        tls,
        proxies,
        origins,
        closeMillis,
        value,
        metrics);
  }

  public HttpSettings withTls(SSLContext value) {
    return new HttpSettings(
        bindAddress,
        port,
        eventLoopThreads,
        workerThreads,
        workerQueueLength,
        value,
        proxies,
        origins,
        closeMillis,
        limits,
        metrics);
  }

  public HttpSettings withWorkers(int threads, int queueLength) {
    return new HttpSettings(
        bindAddress,
        port,
        eventLoopThreads,
        threads,
        queueLength,
        tls,
        proxies,
        origins,
        closeMillis,
        limits,
        metrics);
  }

  public HttpSettings withProxies(TrustedProxies value) {
    return new HttpSettings(
        bindAddress,
        port,
        eventLoopThreads,
        workerThreads,
        workerQueueLength,
        tls,
        value,
        origins,
        closeMillis,
        limits,
        metrics);
  }

  public HttpSettings withOrigins(CrossOrigin value) {
    return new HttpSettings(
        bindAddress,
        port,
        eventLoopThreads,
        workerThreads,
        workerQueueLength,
        tls,
        proxies,
        value,
        closeMillis,
        limits,
        metrics);
  }
}
