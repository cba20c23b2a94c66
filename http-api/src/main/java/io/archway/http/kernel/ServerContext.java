package io.archway.http.kernel;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all connections of a server share. Thread-safe. */
final class ServerContext {

  final HttpLimits limits;
  final Routes routes;
  final Stages stages;
  final WorkerPool workers;
  final TrustedProxies proxies;
  final CrossOrigin origins;
  final ConnectionGate gate;
  final Observer observer;

  /** Null where there are no WebSockets. */
  final SocketDoor door;

  final boolean secure;
  final Dialect fallback = new KernelDialect();
  final AtomicInteger lingeringRefusals = new AtomicInteger();
  final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();

  private final AtomicLong requests = new AtomicLong();
  private final String prefix = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
  private volatile boolean stopping;

  ServerContext(HttpSettings settings, Routes routes, SocketDoor door) {
    this.door = door;
    this.limits = settings.limits();
    this.routes = routes;
    this.stages = new Stages(limits);
    this.workers = new WorkerPool(settings.workerThreads(), settings.workerQueueLength());
    this.proxies = settings.proxies();
    this.origins = settings.origins();
    this.gate = new ConnectionGate(limits, proxies);
    this.observer = new Observer(settings.metrics(), workers, gate);
    this.secure = settings.tls() != null;
  }

  String nextRequestId() {
    return prefix + "-" + Long.toString(requests.incrementAndGet(), 36);
  }

  void stop() {
    stopping = true;
  }

  /** No further request is begun on any connection. */
  boolean isStopping() {
    return stopping;
  }
}
