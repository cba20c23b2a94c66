package io.archway.ingest.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.access.Visibility;
import io.archway.index.account.AccessTokenDao;
import io.archway.index.account.AccountDao;
import io.archway.index.account.FirstStart;
import io.archway.index.association.AssociationDao;
import io.archway.index.association.AssociationFilter;
import io.archway.index.association.AssociationState;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.PageRequest;
import io.archway.index.database.Plans;
import io.archway.index.database.TestDatabase;
import io.archway.index.device.DeviceDao;
import io.archway.index.event.EventDao;
import io.archway.index.event.EventRows;
import io.archway.index.inbox.DecisionDao;
import io.archway.index.inbox.InboxDao;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.medium.MediumFilter;
import io.archway.index.patient.PatientChoiceDao;
import io.archway.index.patient.PatientDao;
import io.archway.index.patient.PatientKeeping;
import io.archway.index.patient.PatientOrder;
import io.archway.index.patient.PatientRows;
import io.archway.index.patient.SaidPatient;
import io.archway.index.patient.TypedPatients;
import io.archway.index.profile.PatientProfile;
import io.archway.index.profile.ProfileDao;
import io.archway.index.profile.ProfileFilter;
import io.archway.index.profile.ProfileRows;
import io.archway.index.profile.ReferenceKind;
import io.archway.index.store.LogPosition;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.RetentionDao;
import io.archway.index.study.StudyDao;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every statement of arrivals and of lists is served by an index. */
class PlansTest {
  private static final List<String> LARGE =
      List.of(
          "patient",
          "patient_word",
          "patient_profile",
          "patient_term",
          "patient_reference",
          "study",
          "series",
          "instance",
          "instance_anatomy",
          "medium",
          "medium_file",
          "inbox",
          "event",
          "association",
          "device",
          "access_token",
          "user_account");

  @Test
  void embeddedDatabaseScansNoTable() {
    try (Database database = TestDatabase.H2.open()) {
      long organizationKey = fill(database);
      Plans.remember(database);
      useAll(database, organizationKey);
      List<String> plans = Plans.remembered(database);
      assertThat(plans).hasSizeGreaterThan(40);
      assertThat(plans).noneMatch(plan -> Plans.scans(plan, LARGE));
      assertThat(plans)
          .filteredOn(plan -> plan.contains("f.file_uid = ?"))
          .isNotEmpty()
          .allMatch(plan -> plan.contains("public.medium_file_by_uid"));
      assertThat(plans)
          .filteredOn(plan -> plan.contains("ORDER BY m.organization_key, m.deleted_at"))
          .isNotEmpty()
          .allMatch(plan -> plan.contains("public.medium_by_deletion"));
      assertThat(plans)
          .filteredOn(plan -> plan.contains("ORDER BY m.organization_key, m.created_at"))
          .isNotEmpty()
          .noneMatch(plan -> plan.contains("public.medium_by_deletion"));
    }
  }

  @Test
  void serverDatabaseScansNoTable() {
    DatabaseSettings settings = TestDatabase.POSTGRESQL.settings();
    try (Database database = Database.open(settings)) {
      Plans.avoidScans(database, settings);
    }
    Map<String, Long> before;
    long organizationKey;
    try (Database database = Database.open(settings)) {
      organizationKey = fill(database);
      database.read(handle -> handle.execute("ANALYZE"));
    }
    try (Database database = Database.open(settings)) {
      before = Plans.scans(database);
      useAll(database, organizationKey);
    }
    try (Database database = Database.open(settings)) {
      Map<String, Long> after = Plans.scans(database);
      assertThat(LARGE).allSatisfy(t -> assertThat(after.get(t)).as(t).isEqualTo(before.get(t)));
    }
  }

  private static long fill(Database database) {
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main", List.of("ARCHWAY"), "admin");
    long organizationKey =
        FirstStart.ensure(database, names, () -> "hash", Arrivals.RECEIVED).organizationKey();
    Catalog catalog = new IndexCatalog(database, CatalogSettings.DEFAULT);
    for (int group = 0; group < 10; group++) {
      List<IndexedArrival> arrivals = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        int study = group * 40 + i;
        arrivals.add(
            Arrivals.image(study, 1, 1)
                .patient(i % 5 == 0 ? "" : "P" + study, "Name" + study + "^Jo", "19700101")
                .sender("SCAN" + i, "192.0.2." + i)
                .teeth("11", "12")
                .build());
      }
      catalog.index(arrivals, new LogPosition(1, group + 1));
    }
    database.inConnection(
        connection -> {
          for (long key = 1; key <= 400; key++) {
            write(connection, organizationKey, key);
          }
          return null;
        });
    return organizationKey;
  }

  /** Every kind of reader. */
  private static final List<Visibility> VISIBLE =
      List.of(
          Visibility.ALL,
          Visibility.ofOffices(List.of(1L, 2L)),
          Visibility.ofOffices(List.of()),
          Visibility.ofRadiologist(3));

  private static void useAll(Database database, long organizationKey) {
    useCatalog(database, organizationKey);
    usePeople(database, organizationKey);
    useProfiles(database, organizationKey);
    useStudies(database, organizationKey);
    PageRequest page = new PageRequest(2, 10);
    LocalDate day = LocalDate.of(2026, 10, 25);
    MediumDao media = Daos.of(database, MediumDao.class);
    media.find(organizationKey, 7);
    media.keyOfStudy(organizationKey, 7);
    media.ofInstances(organizationKey, List.of("1.2.3.1.1", "1.2.4.1.1"));
    media.page(organizationKey, MediumFilter.ALL, page);
    for (MediumFilter filter :
        List.of(
            new MediumFilter(7L, null, null, null, null, null, null),
            new MediumFilter(null, "PX", null, null, null, null, null),
            new MediumFilter(null, null, day, day, null, null, null),
            new MediumFilter(null, null, null, null, Arrivals.RECEIVED, Arrivals.RECEIVED, null),
            new MediumFilter(null, null, null, null, null, null, "new"),
            new MediumFilter(null, null, null, null, null, null, null, true),
            new MediumFilter(7L, "PX", day, day, Arrivals.RECEIVED, Arrivals.RECEIVED, "new"))) {
      VISIBLE.forEach(visible -> media.page(organizationKey, visible, filter, page));
    }
    VISIBLE.forEach(visible -> media.find(organizationKey, visible, 7));
    VISIBLE.forEach(
        visible ->
            database.read(handle -> visible.seesStudy(handle, 7) && visible.seesItem(handle, 7)));
    MediumFileDao files = Daos.of(database, MediumFileDao.class);
    files.find(organizationKey, 7);
    files.ofUid(organizationKey, "2.25.7");
    files.same(organizationKey, 7, "a1");
    files.before(organizationKey, Arrivals.RECEIVED, 10);
    files.kept(organizationKey, 7);
    Daos.of(database, InboxDao.class).list(organizationKey, "OPEN", 0, 10);
    Daos.of(database, InboxDao.class).count(organizationKey, "OPEN", 10);
    Daos.of(database, InboxDao.class).find(organizationKey, 3);
    Daos.of(database, EventDao.class).after(5, 10);
    Daos.of(database, EventDao.class).forgotten();
    database.inConnection(connection -> EventRows.deleteBefore(connection, Arrivals.RECEIVED, 1));
    Daos.of(database, EventDao.class).afterOf(organizationKey, 5, 10);
    for (Visibility visible : VISIBLE) {
      Daos.of(database, EventDao.class).visible(organizationKey, 5, 10, visible);
      Daos.of(database, DecisionDao.class).page(organizationKey, visible, page);
    }
    useAssociations(database, organizationKey);
  }

  private static void useAssociations(Database database, long organizationKey) {
    AssociationDao associations = Daos.of(database, AssociationDao.class);
    associations.find(organizationKey, 3);
    associations.endedBefore(Arrivals.RECEIVED, 5);
    AssociationState rejected = AssociationState.REJECTED;
    Instant now = Arrivals.RECEIVED;
    for (AssociationFilter filter :
        List.of(
            AssociationFilter.ALL,
            new AssociationFilter("SCAN1", null, null, null, null, null),
            new AssociationFilter(null, "ARCHWAY", null, null, null, null),
            new AssociationFilter(null, null, "192.0.2.1", null, null, null),
            new AssociationFilter(null, null, null, rejected, null, null),
            new AssociationFilter(null, null, null, AssociationState.RUNNING, null, null),
            new AssociationFilter(null, null, null, null, now, now),
            new AssociationFilter("SCAN1", "ARCHWAY", "192.0.2.1", rejected, now, now))) {
      for (Visibility visible : VISIBLE) {
        associations.page(organizationKey, visible, filter, new PageRequest(2, 10));
      }
    }
  }

  private static void useCatalog(Database database, long organizationKey) {
    Catalog catalog = new IndexCatalog(database, CatalogSettings.DEFAULT);
    catalog.known(organizationKey, List.of("1.2.3.1.1", "1.2.4.1.1", "1.2.5.1.1"));
    List<IndexedArrival> mixed =
        List.of(
            Arrivals.image(3, 1, 2).patient("P3", "Name3^Jo", "19700101").build(),
            Arrivals.image(3, 2, 1).patient("P3", "Name3^Jo", "19700101").build(),
            Arrivals.image(4, 1, 1).digest("other").build(),
            Arrivals.image(9_001, 1, 1).patient("P7", "Another^One", "19330303").build(),
            Arrivals.image(9_002, 1, 1).patient("P8", null, null).build());
    catalog.index(mixed, new LogPosition(2, 1));
    catalog.index(
        List.of(Arrivals.image(6, 1, 2).patient("P6", "Name6^Jo", "19700101").build()),
        new LogPosition(2, 2));
    catalog.position();
  }

  private static void useKeeping(Database database, long organizationKey) {
    database.inConnection(
        connection -> {
          PatientKeeping keeping =
              new PatientKeeping(connection, organizationKey, Arrivals.RECEIVED);
          SaidPatient said = new SaidPatient("Plan", "Plan^Jo", null, null, 1);
          long made = keeping.make(database.keys(), said).patientKey();
          keeping.delete(PatientRows.lock(connection, organizationKey, made).orElseThrow());
          keeping.takeBackIfUsed(made);
          return keeping.make(database.keys(), said);
        });
  }

  private static void useProfiles(Database database, long organizationKey) {
    ProfileDao profiles = Daos.of(database, ProfileDao.class);
    profiles.find(organizationKey, 7);
    profiles.all(organizationKey, List.of(1L, 2L, 3L));
    profiles.keyOf(organizationKey, ReferenceKind.EXTERNAL, "E7");
    for (ProfileFilter filter :
        List.of(
            ProfileFilter.ACTIVE,
            new ProfileFilter(null, null, null, null, null, null, false),
            new ProfileFilter("name11 jo", null, null, null, null, null, true),
            new ProfileFilter("+355 69 1", null, null, null, null, null, false),
            new ProfileFilter(null, "p7@clinic.example", null, null, null, null, true),
            new ProfileFilter(null, null, "069 1000 007", null, null, null, true),
            new ProfileFilter(null, null, null, "I7", null, null, true),
            new ProfileFilter(null, null, null, null, "E7", null, true),
            new ProfileFilter(null, null, null, null, null, "L7", true),
            new ProfileFilter("jo", "p7@clinic.example", "07", "I7", "E7", "L7", true))) {
      VISIBLE.forEach(
          visible -> profiles.page(organizationKey, visible, filter, new PageRequest(2, 10)));
    }
    database.inConnection(
        connection -> {
          write(connection, organizationKey, 8);
          return ProfileRows.claim(connection, organizationKey, 8, ReferenceKind.LEGACY, null);
        });
  }

  /** Also over what was there. */
  private static void write(Connection connection, long organizationKey, long patientKey)
      throws SQLException {
    PatientProfile profile = profile(organizationKey, patientKey);
    for (ReferenceKind kind : ReferenceKind.values()) {
      ProfileRows.claim(connection, organizationKey, patientKey, kind, profile.reference(kind));
    }
    ProfileRows.write(connection, profile, Arrivals.RECEIVED);
  }

  private static PatientProfile profile(long organizationKey, long key) {
    return new PatientProfile(
        key,
        organizationKey,
        key % 10 != 0,
        "p%d@clinic.example".formatted(key),
        "+35569100%04d".formatted(key),
        "AL",
        "I" + key,
        "E" + key,
        "L" + key,
        "sq",
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Arrivals.RECEIVED);
  }

  private static void usePeople(Database database, long organizationKey) {
    PatientDao patients = Daos.of(database, PatientDao.class);
    patients.find(organizationKey, 7);
    patients.ofKeys(organizationKey, List.of(7L, 8L));
    patients.counts(organizationKey, List.of(1L, 2L, 3L));
    patients.page(organizationKey, null, new PageRequest(1, 10));
    for (PatientOrder order : PatientOrder.values()) {
      for (Visibility visible : VISIBLE) {
        patients.page(organizationKey, visible, null, order, new PageRequest(1, 10));
        patients.page(organizationKey, visible, "name11 jo", order, new PageRequest(1, 10));
      }
    }
    VISIBLE.forEach(visible -> patients.find(organizationKey, visible, 7));
    PatientChoiceDao choices = Daos.of(database, PatientChoiceDao.class);
    for (Visibility visible : VISIBLE) {
      choices.newest(organizationKey, visible, false, 10);
      choices.newest(organizationKey, visible, true, 10);
      for (String typed : List.of("n", "jo name11", "p1 jo name11")) {
        database.inConnection(
            connection -> TypedPatients.find(connection, organizationKey, visible, typed, 10));
      }
    }
    useKeeping(database, organizationKey);
    AccountDao accounts = Daos.of(database, AccountDao.class);
    accounts.findByLogin("somebody@example.org");
    accounts.find(organizationKey, 1);
    accounts.updateTimezone(organizationKey, 1, "UTC");
    accounts.roles(organizationKey, 1);
    accounts.permissions(organizationKey, 1);
    AccessTokenDao tokens = Daos.of(database, AccessTokenDao.class);
    tokens.find("00", Arrivals.RECEIVED);
    tokens.list(organizationKey, 1);
    DeviceDao devices = Daos.of(database, DeviceDao.class);
    devices.find(organizationKey, "dimse", "SCAN1", "192.0.2.1");
    devices.list(organizationKey);
    devices.officesOf(organizationKey, "SCAN1");
  }

  private static void useStudies(Database database, long organizationKey) {
    StudyDao studies = Daos.of(database, StudyDao.class);
    studies.find(organizationKey, 7);
    studies.findByUid(organizationKey, "1.2.7");
    studies.series(organizationKey, 7, 10);
    studies.instances(organizationKey, 7, 0, 10);
    studies.anatomy(organizationKey, 7, 10);
    studies.firstImageSeries(organizationKey, 7);
    studies.image(7, 1);
    studies.instance(organizationKey, "1.2.7.1.1");
    studies.versions(organizationKey, "1.2.7.1.1");
    studies.shownVersions(organizationKey, "1.2.7.1.1");
    studies.locations(organizationKey, 7, 10);
    RetentionDao retention = Daos.of(database, RetentionDao.class);
    retention.candidates(organizationKey, Arrivals.RECEIVED, false, 10);
    retention.stored(organizationKey, 7, 10);
    retention.hold(organizationKey, 7, "why", Arrivals.RECEIVED);
    retention.release(organizationKey, 7);
  }
}
