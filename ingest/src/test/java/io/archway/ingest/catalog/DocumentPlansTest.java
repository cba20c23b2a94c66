package io.archway.ingest.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.access.Visibility;
import io.archway.index.account.FirstStart;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.Plans;
import io.archway.index.database.TestDatabase;
import io.archway.index.document.DocumentDao;
import io.archway.index.document.NewDocument;
import io.archway.index.store.LogPosition;
import io.archway.index.study.IndexedArrival;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.Test;

/** Every statement of documents is served by an index, for whoever asks. */
class DocumentPlansTest {
  private static final List<String> TABLES =
      List.of(
          "document", "medium", "medium_file", "study", "series", "instance", "instance_anatomy");

  /** All rows of an organization are read, by an index. */
  private static final Pattern OF_ORGANIZATION =
      Pattern.compile("/\\* public\\.\\w+: organization_key = \\S+\\s+\\*/");

  private static final int STUDIES = 300;
  private static final Instant NOW = Arrivals.RECEIVED;
  private static final LocalDateTime DAY = LocalDateTime.of(2026, 10, 25, 0, 0);
  private static final List<Visibility> VISIBLE =
      List.of(
          Visibility.ALL,
          Visibility.ofOffices(List.of(1L, 2L)),
          Visibility.ofOffices(List.of()),
          Visibility.ofRadiologist(3));

  @Test
  void embeddedDatabaseScansNoTable() {
    try (Database database = TestDatabase.H2.open()) {
      long organizationKey = fill(database);
      Plans.remember(database);
      useAll(database, organizationKey);
      List<String> plans = Plans.remembered(database);
      assertThat(plans).hasSizeGreaterThan(30);
      assertThat(plans).noneMatch(plan -> Plans.scans(plan, TABLES));
      assertThat(plans)
          .noneMatch(plan -> OF_ORGANIZATION.matcher(plan).find())
          .noneMatch(plan -> plan.contains("medium_by_deletion"));
    }
  }

  @Test
  void serverDatabaseScansNoTable() {
    DatabaseSettings settings = TestDatabase.POSTGRESQL.settings();
    long organizationKey;
    try (Database database = Database.open(settings)) {
      organizationKey = fill(database);
      Plans.avoidScans(database, settings);
      database.read(handle -> handle.execute("ANALYZE"));
    }
    Map<String, Long> before;
    try (Database database = Database.open(settings)) {
      before = Plans.scans(database);
      useAll(database, organizationKey);
    }
    try (Database database = Database.open(settings)) {
      Map<String, Long> after = Plans.scans(database);
      assertThat(TABLES).allSatisfy(t -> assertThat(after.get(t)).as(t).isEqualTo(before.get(t)));
    }
  }

  /** Every statement that the interface declares is used below. */
  @Test
  void allStatementsAreUsed() {
    assertThat(Arrays.stream(DocumentDao.class.getDeclaredMethods()))
        .filteredOn(method -> !Modifier.isPrivate(method.getModifiers()))
        .filteredOn(method -> !method.isSynthetic())
        .extracting(Method::getName)
        .containsExactlyInAnyOrder(
            "ofPatient",
            "find",
            "mounted",
            "teethRows",
            "teeth",
            "number",
            "key",
            "say",
            "radiographs",
            "mount",
            "dismount",
            "isFirst");
  }

  private static void useAll(Database database, long organizationKey) {
    DocumentDao documents = Daos.of(database, DocumentDao.class);
    for (Visibility visible : VISIBLE) {
      documents.ofPatient(organizationKey, visible, 7);
      documents.find(organizationKey, visible, 7);
      documents.find(organizationKey, visible, STUDIES + 7);
      documents.mounted(organizationKey, visible, 7);
      documents.mounted(organizationKey, visible, 1);
    }
    assertThat(documents.teeth(organizationKey, 7)).isNotEmpty();
    documents.number(organizationKey, "file", "2.25.99999", NOW);
    long key = documents.key(organizationKey, "file", "2.25.7").orElseThrow();
    documents.say(organizationKey, key, said(7), NOW);
    assertThat(documents.radiographs(organizationKey, 7, DAY, DAY.plusDays(1))).isNotEmpty();
    documents.mount(organizationKey, key, 1);
    documents.dismount(organizationKey, file(7));
    documents.isFirst(7);
  }

  private static NewDocument said(int number) {
    return new NewDocument("said", null, "Radiograph", "3", DAY.plusHours(number % 20));
  }

  /** Behind the keys of media that arrivals made. */
  private static long file(int number) {
    return 1_000_000 + number;
  }

  private static long fill(Database database) {
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main", List.of("ARCHWAY"), "admin");
    long organizationKey = FirstStart.ensure(database, names, () -> "hash", NOW).organizationKey();
    Catalog catalog = new IndexCatalog(database, CatalogSettings.DEFAULT);
    List<IndexedArrival> arrivals = new ArrayList<>();
    for (int i = 1; i <= STUDIES; i++) {
      for (int instance = 1; instance <= 2; instance++) {
        arrivals.add(
            Arrivals.image(i, 1, instance)
                .patient("P" + i, "Name" + i + "^Jo", "19700101")
                .teeth("11", "12")
                .build());
      }
    }
    catalog.index(arrivals, new LogPosition(1, 1));
    database.inTransaction(
        handle -> {
          files(handle, organizationKey);
          DocumentDao documents = handle.attach(DocumentDao.class);
          for (int i = 1; i <= STUDIES; i++) {
            documents.number(organizationKey, "instance", "1.2." + i + ".1.1", NOW);
          }
          for (int i = 1; i <= STUDIES; i++) {
            documents.number(organizationKey, "file", "2.25." + i, NOW);
            long key = documents.key(organizationKey, "file", "2.25." + i).orElseThrow();
            documents.say(organizationKey, key, said(i), NOW);
            documents.mount(organizationKey, key, 1 + i / 2);
            documents.number(organizationKey, "mount", "1.2." + i + ".1", NOW);
            documents.number(organizationKey, "series", "1.2." + i + ".1", NOW);
          }
          return null;
        });
    return organizationKey;
  }

  private static void files(Handle handle, long organizationKey) {
    PreparedBatch media =
        handle.prepareBatch(
            """
            INSERT INTO medium (medium_key, organization_key, office_key, patient_key, kind, status,
              created_at, updated_at)
            VALUES (?, ?, 1, ?, 'FILE', 'new', ?, ?)
            """);
    PreparedBatch files =
        handle.prepareBatch(
            """
            INSERT INTO medium_file (medium_key, organization_key, file_uid, file_name, media_type,
              record_number, container, byte_offset, byte_length, sha256, crc32, received_at)
            VALUES (?, ?, ?, 'a.png', 'image/png', ?, 'segment-1', 0, 1, 'a1', 1, ?)
            """);
    for (int i = 1; i <= STUDIES; i++) {
      media.add(file(i), organizationKey, (long) i, NOW, NOW);
      files.add(file(i), organizationKey, "2.25." + i, file(i), NOW);
    }
    media.execute();
    files.execute();
  }
}
