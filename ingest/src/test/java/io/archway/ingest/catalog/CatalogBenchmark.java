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
          measure(kind, catalog, round * 4, 1, 3_000, false);
          measure(kind, catalog, round * 4 + 1, 16, 500, false);
          measure(kind, catalog, round * 4 + 2, 1, 1_000, true);
        }
      }
    }
  }

  private static void measure(
      TestDatabase kind, Catalog catalog, int run, int size, int groups, boolean ownStudy) {
    List<List<IndexedArrival>> work = new ArrayList<>();
    int number = 0;
    for (int group = 0; group < groups; group++) {
      List<IndexedArrival> members = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        int study = ownStudy ? 1_000_000 * (run + 1) + group : run + 1;
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
        "%-10s group of %2d%s: %.0f us, of them this thread's CPU %.0f us%n",
        kind, size, ownStudy ? ", new study" : "", micros, cpuMicros);
  }
}
