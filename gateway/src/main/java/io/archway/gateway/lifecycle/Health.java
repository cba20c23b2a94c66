package io.archway.gateway.lifecycle;

import io.archway.gateway.home.OpenHome;
import io.archway.http.system.HealthReport;
import io.archway.http.system.HealthReport.Check;
import io.archway.index.store.StoreException;
import io.archway.ingest.Verdict;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What GET /health says: whether objects would be taken now, and found again. Asked on worker
 * threads.
 *
 * @param listening whether the DICOM port takes associations
 */
record Health(OpenHome home, BooleanSupplier listening) implements Supplier<HealthReport> {
  /** With less free space than so many times the reserve somebody should look. */
  private static final int LOW_SPACE_FACTOR = 2;

  @Override
  public HealthReport get() {
    Map<String, Check> checks = new TreeMap<>();
    checks.put(
        "index",
        home.database().isAvailable() ? Check.up() : Check.down("the index does not answer"));
    checks.put("store", store());
    checks.put(
        "dicom", listening.getAsBoolean() ? Check.up() : Check.down("the DICOM port is not open"));
    return HealthReport.of(checks);
  }

  private Check store() {
    Verdict.Refused refused = home.intake().refusalNow();
    if (refused != null) {
      return Check.down(refused.detail());
    }
    try {
      long low = LOW_SPACE_FACTOR * home.settings().store().minimumFreeSpace().bytes();
      long free = home.store().freeBytes();
      return free >= low
          ? Check.up()
          : Check.degraded(
              "free space: %d MiB, soon below the reserve (expected: >= %d MiB)"
                  .formatted(free >> 20, low >> 20));
    } catch (StoreException e) {
      return Check.down("free space cannot be measured");
    }
  }
}
