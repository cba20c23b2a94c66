package io.archway.gateway.lifecycle;

import io.archway.http.system.HealthReport;
import io.archway.index.database.Database;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What GET /health says. Asked on worker threads. */
record Health(Database database, ObjectStore store) implements Supplier<HealthReport> {
  @Override
  public HealthReport get() {
    Map<String, String> parts = new TreeMap<>();
    boolean index = database.isAvailable();
    parts.put("index", index ? "up" : "away");
    boolean disk = diskIsThere();
    parts.put("store", disk ? "up" : "failed");
    return index && disk ? HealthReport.up(parts) : HealthReport.down(parts);
  }

  private boolean diskIsThere() {
    try {
      store.freeBytes();
      return true;
    } catch (StoreException e) {
      return false;
    }
  }
}
