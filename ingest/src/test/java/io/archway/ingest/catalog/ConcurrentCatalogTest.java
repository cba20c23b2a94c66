package io.archway.ingest.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.account.FirstStart;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.TestDatabase;
import io.archway.index.store.LogPosition;
import io.archway.index.study.Instance;
import io.archway.index.study.Outcome;
import io.archway.index.study.Study;
import io.archway.index.study.StudyDao;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Several writers at once: several gateways on PostgreSQL, an upload beside arrivals on H2. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ConcurrentCatalogTest {
  private static final int WRITERS = 4;
  private static final int ROUNDS = 8;

  @Parameter TestDatabase kind;
  private final List<Database> databases = new ArrayList<>();
  private final List<Catalog> catalogs = new ArrayList<>();
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
  private long organizationKey;

  @BeforeEach
  void open() {
    DatabaseSettings settings = kind.settings();
    int gateways = kind == TestDatabase.POSTGRESQL ? 2 : 1;
    for (int i = 0; i < gateways; i++) {
      databases.add(Database.open(settings));
    }
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main", List.of("ARCHWAY"), "admin");
    organizationKey =
        FirstStart.ensure(databases.get(0), names, () -> "hash", Arrivals.RECEIVED)
            .organizationKey();
    for (int i = 0; i < WRITERS; i++) {
      CatalogSettings named = new CatalogSettings("ARCHWAY", "store" + i);
      catalogs.add(new IndexCatalog(databases.get(i % gateways), named));
    }
  }

  @AfterEach
  void close() {
    threads.shutdown();
    databases.forEach(Database::close);
  }

  @Test
  void writersOfOneStudyMakeOnePatientAndOneStudy() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      int study = round;
      List<Outcome> outcomes =
          together(
              writer ->
                  List.of(Arrivals.image(study, writer + 1, 1), Arrivals.image(study, 9, writer)));
      assertThat(outcomes).extracting(Outcome::kind).containsOnly(Outcome.Kind.STORED);
      assertThat(outcomes.stream().map(Outcome::studyKey).distinct()).hasSize(1);
      assertThat(outcomes.stream().map(Outcome::patientKey).distinct()).hasSize(1);
      Study row = studies().find(organizationKey, outcomes.get(0).studyKey()).orElseThrow();
      assertThat(row.instanceCount()).isEqualTo(2 * WRITERS);
      assertThat(row.seriesCount()).isEqualTo(WRITERS + 1);
    }
  }

  @Test
  void writersOfOneInstanceStoreItOnce() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      int study = round;
      List<Outcome> outcomes = together(writer -> List.of(Arrivals.image(study, 1, 1)));
      assertThat(outcomes.stream().filter(one -> one.kind() == Outcome.Kind.STORED)).hasSize(1);
      assertThat(outcomes.stream().map(Outcome::instanceKey).distinct()).hasSize(1);
    }
  }

  @Test
  void writersOfConflictingDataSetsKeepThemAll() throws Exception {
    for (int round = 1; round <= ROUNDS; round++) {
      int study = round;
      together(writer -> List.of(Arrivals.image(study, 1, 1).digest("d" + writer)));
      assertThat(studies().versions(organizationKey, "1.2." + study + ".1.1"))
          .extracting(Instance::version)
          .containsExactly(1, 2, 3, 4);
    }
  }

  private interface Group {
    List<Arrivals> of(int writer);
  }

  private List<Outcome> together(Group groups) throws Exception {
    CyclicBarrier start = new CyclicBarrier(WRITERS);
    List<Callable<List<Outcome>>> tasks = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      var group = groups.of(writer).stream().map(Arrivals::build).toList();
      tasks.add(
          () -> {
            start.await();
            return catalogs.get(writer).index(group, new LogPosition(1, 1));
          });
    }
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<List<Outcome>> task : threads.invokeAll(tasks)) {
      outcomes.addAll(task.get());
    }
    return outcomes;
  }

  private StudyDao studies() {
    return Daos.of(databases.get(0), StudyDao.class);
  }
}
