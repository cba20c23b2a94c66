package io.archway.ingest.catalog;

import io.archway.index.account.FirstStart;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.store.LogPosition;
import io.archway.index.study.IndexedArrival;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what a group costs in the index, warm, on both databases. Run by hand, from the test
 * class path; the argument names one database.
 */
public final class CatalogBenchmark {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CatalogBenchmark() {}

  public static void main(String[] arguments) {
    List<TestDatabase> kinds =
        arguments.length == 0
            ? List.of(TestDatabase.values())
            : List.of(TestDatabase.valueOf(arguments[0]));
    for (TestDatabase kind : kinds) {
      try (Database database = kind.open()) {
        FirstStart.Names names =
            new FirstStart.Names("clinic", "Clinic", "Main", List.of("ARCHWAY"), "admin");
        FirstStart.ensure(database, names, () -> "hash", Arrivals.RECEIVED);
        Catalog catalog = new IndexCatalog(database, CatalogSettings.DEFAULT);
        for (int round = 0; round < 4; round++) {
          measure(kind, catalog, round * 6, 1, 3_000, 100_000);
          measure(kind, catalog, round * 6 + 1, 16, 500, 100_000);
          measure(kind, catalog, round * 6 + 2, 1, 1_000, 1);
          measure(kind, catalog, round * 6 + 3, 16, 1_000, 4);
          measure(kind, catalog, round * 6 + 4, 256, 60, 4);
        }
      }
    }
  }

  private static void measure(
      TestDatabase kind, Catalog catalog, int run, int size, int groups, int studySize) {
    List<List<IndexedArrival>> work = new ArrayList<>();
    int number = 0;
    for (int group = 0; group < groups; group++) {
      List<IndexedArrival> members = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        int study = 1_000_000 * (run + 1) + number / studySize;
        members.add(
            Arrivals.image(study, 1, ++number).patient("P" + study, "Doe^Jo", "19700101").build());
      }
      work.add(members);
    }
    long start = System.nanoTime();
    long cpuStart = THREADS.getCurrentThreadCpuTime();
    for (int group = 0; group < groups; group++) {
      catalog.index(work.get(group), new LogPosition(run + 1, group + 1));
    }
    double micros = (System.nanoTime() - start) / 1e3 / groups;
    double cpuMicros = (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e3 / groups;
    System.out.printf(
        "%-10s group of %3d, studies of %6d: %.1f us an object, this thread's CPU %.1f us%n",
        kind, size, studySize, micros / size, cpuMicros / size);
  }
}
