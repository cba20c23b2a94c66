package io.archway.gateway.lifecycle;

import io.archway.gateway.home.OpenHome;
import io.archway.index.database.IndexUnavailableException;
import io.archway.index.store.LogPosition;
import io.archway.index.store.StoreException;
import io.archway.ingest.ChunkPool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * How the home fares: space, buffers, arrivals, index. Measured when it is asked for, on a worker
 * thread; what cannot be measured now is NaN.
 */
record HomeMetrics(OpenHome home) {

  void register(MeterRegistry registry) {
    gauge("archway.store.free", "bytes", HomeMetrics::freeBytes)
        .description("Free bytes of the disk with the data folder")
        .register(registry);
    gauge("archway.store.reserve", "bytes", HomeMetrics::reserveBytes)
        .description("Below this many free bytes everything is refused (store.minimumFreeSpace)")
        .register(registry);
    gauge("archway.arrivals.running", null, HomeMetrics::runningArrivals)
        .description("Objects that are coming in now")
        .register(registry);
    gauge("archway.buffers.used", "bytes", HomeMetrics::usedBytes)
        .description("Buffers that arrivals hold now")
        .register(registry);
    gauge("archway.buffers.size", "bytes", HomeMetrics::poolBytes)
        .description("All buffers there are (store.bufferPoolSize)")
        .register(registry);
    gauge("archway.index.up", null, HomeMetrics::indexUp)
        .description("1 while the index answers, else 0")
        .register(registry);
    gauge("archway.index.lag", "bytes", HomeMetrics::lagBytes)
        .description("Bytes of the log that the index does not know yet")
        .register(registry);
  }

  private Gauge.Builder<HomeMetrics> gauge(
      String name, String unit, ToDoubleFunction<HomeMetrics> value) {
    return Gauge.builder(name, this, value).baseUnit(unit).strongReference(true);
  }

  private double usedBytes() {
    ChunkPool chunks = home.intake().chunks();
    return (double) chunks.inUse() * chunks.chunkBytes();
  }

  private double poolBytes() {
    ChunkPool chunks = home.intake().chunks();
    return (double) chunks.capacity() * chunks.chunkBytes();
  }

  private double runningArrivals() {
    return home.intake().runningArrivals();
  }

  private double reserveBytes() {
    return home.settings().store().minimumFreeSpace().bytes();
  }

  private double freeBytes() {
    try {
      return home.store().freeBytes();
    } catch (StoreException e) {
      return Double.NaN;
    }
  }

  private double indexUp() {
    return home.database().isAvailable() ? 1 : 0;
  }

  private double lagBytes() {
    try {
      LogPosition indexed = home.catalog().position();
      return home.store().segments().stream()
          .mapToLong(segment -> segment.bytesAfter(indexed))
          .sum();
    } catch (IndexUnavailableException e) {
      return Double.NaN;
    }
  }
}
