package io.archway.ingest.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.account.FirstStart;
import io.archway.index.database.Daos;
import io.archway.index.database.Database;
import io.archway.index.database.TestDatabase;
import io.archway.index.document.DocumentDao;
import io.archway.index.document.NewDocument;
import io.archway.index.event.Event;
import io.archway.index.event.EventDao;
import io.archway.index.inbox.InboxDao;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.medium.MediumDao;
import io.archway.index.store.LogPosition;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.Relocation;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.Outcome;
import io.archway.index.study.RetentionDao;
import io.archway.index.study.Study;
import io.archway.index.study.StudyDao;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class DeletionTest {
  private static final Instant LATER = Arrivals.RECEIVED.plusSeconds(86_400);

  @Parameter TestDatabase kind;
  private Database database;
  private Catalog catalog;
  private StudyDao studies;
  private RetentionDao retention;
  private long organizationKey;
  private long segmentOffset;

  @BeforeEach
  void open() {
    database = kind.open();
    FirstStart.Names names =
        new FirstStart.Names("clinic", "Clinic", "Main", List.of("ARCHWAY"), "admin");
    organizationKey =
        FirstStart.ensure(database, names, () -> "hash", Arrivals.RECEIVED).organizationKey();
    catalog = new IndexCatalog(database, CatalogSettings.DEFAULT);
    studies = Daos.of(database, StudyDao.class);
    retention = Daos.of(database, RetentionDao.class);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void deletedInstanceIsNoLongerCounted() {
    IndexedArrival first = Arrivals.image(1, 1, 1).teeth("11").build();
    Outcome kept = index(first, Arrivals.image(1, 2, 1).build()).get(1);
    forget(first);
    Study study = studies.find(organizationKey, kept.studyKey()).orElseThrow();
    assertThat(study.instanceCount()).isOne();
    assertThat(study.seriesCount()).isOne();
    assertThat(study.sizeBytes()).isEqualTo(500);
    assertThat(studies.series(organizationKey, kept.studyKey(), 10)).hasSize(1);
    assertThat(studies.instance(organizationKey, "1.2.1.1.1")).isEmpty();
  }

  @Test
  void lastInstanceTakesStudyAndMediumWithIt() {
    IndexedArrival only = Arrivals.image(1, 1, 1).patient("", null, null).build();
    Outcome outcome = index(only).get(0);
    forget(only);
    assertThat(studies.find(organizationKey, outcome.studyKey())).isEmpty();
    assertThat(Daos.of(database, MediumDao.class).find(organizationKey, outcome.mediumKey()))
        .isEmpty();
    assertThat(Daos.of(database, EventDao.class).after(0, 10))
        .extracting(Event::eventType)
        .endsWith("STUDY_DELETED");
    forget(only);
    assertThat(index(Arrivals.image(1, 1, 1).build()).get(0).kind()).isEqualTo(Outcome.Kind.STORED);
  }

  @Test
  void otherVersionBecomesCurrentWhenTheFirstIsDeleted() {
    IndexedArrival first = Arrivals.image(1, 1, 1).build();
    IndexedArrival second = Arrivals.image(1, 1, 1).digest("b2").build();
    Outcome outcome = index(first, second).get(0);
    forget(first);
    assertThat(studies.instance(organizationKey, "1.2.1.1.1").orElseThrow().sha256())
        .isEqualTo("b2");
    assertThat(studies.find(organizationKey, outcome.studyKey()).orElseThrow().instanceCount())
        .isOne();
  }

  @Test
  void quarantinedObjectIsDeletedWithItsEntry() {
    IndexedArrival broken = Arrivals.image().broken("bad");
    index(broken);
    forget(broken);
    assertThat(Daos.of(database, InboxDao.class).list(organizationKey, InboxEntry.OPEN, 0, 10))
        .isEmpty();
  }

  @Test
  void numbersOfWhatIsDeletedAreNobodysAndNothingIsSaidOfThemAnyMore() {
    IndexedArrival first = Arrivals.image(1, 1, 1).build();
    IndexedArrival others = Arrivals.image(1, 1, 2).patient("2", "Other^Bob", "19700101").build();
    index(first);
    index(others);
    List<Long> ofFirst =
        List.of(said("series", "1.2.1.1"), said("mount", "1.2.1.1"), said("instance", "1.2.1.1.1"));
    long ofOther = said("instance", "1.2.1.1.2");
    forget(first);
    DocumentDao documents = Daos.of(database, DocumentDao.class);
    assertThat(documents.key(organizationKey, "series", "1.2.1.1")).isEmpty();
    assertThat(documents.key(organizationKey, "mount", "1.2.1.1")).isEmpty();
    assertThat(documents.key(organizationKey, "instance", "1.2.1.1.1")).isEmpty();
    assertThat(documents.key(organizationKey, "instance", "1.2.1.1.2")).contains(ofOther);
    assertThat(numbersWithWords()).containsExactly(ofOther).doesNotContainAnyElementsOf(ofFirst);
  }

  @Test
  void numbersStayWhileSomethingOfTheirsIsHere() {
    IndexedArrival first = Arrivals.image(1, 1, 1).build();
    IndexedArrival again = Arrivals.image(1, 1, 1).digest("b2").build();
    IndexedArrival second = Arrivals.image(1, 1, 2).build();
    IndexedArrival others = Arrivals.image(1, 1, 3).patient("2", "Other^Bob", "19700101").build();
    index(first, again, second);
    index(others);
    long series = said("series", "1.2.1.1");
    long instance = said("instance", "1.2.1.1.1");
    forget(first);
    forget(others);
    assertThat(numbersWithWords()).containsExactlyInAnyOrder(series, instance);
  }

  private long said(String kind, String uid) {
    DocumentDao documents = Daos.of(database, DocumentDao.class);
    documents.number(organizationKey, kind, uid, LATER);
    long key = documents.key(organizationKey, kind, uid).orElseThrow();
    documents.say(
        organizationKey, key, new NewDocument("of a person", null, null, "1", null), LATER);
    return key;
  }

  private List<Long> numbersWithWords() {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT document_key FROM document"
                        + " WHERE description IS NOT NULL OR tooth_numbers IS NOT NULL")
                .mapTo(Long.class)
                .list());
  }

  @Test
  void movedObjectsAreFoundAtTheirNewPlaces() {
    IndexedArrival image = Arrivals.image(1, 1, 1).build();
    IndexedArrival broken = Arrivals.image().broken("bad");
    index(image, broken);
    ObjectLocation imageTo = new ObjectLocation("segment-9", 10, 500);
    ObjectLocation brokenTo = new ObjectLocation("segment-9", 510, 500);
    List<Long> missing =
        catalog.relocate(
            List.of(
                moved(image, imageTo),
                moved(broken, brokenTo),
                new Relocation.Moved(99_999_999, imageTo, imageTo)),
            new LogPosition(9, 1));
    assertThat(missing).containsExactly(99_999_999L);
    assertThat(catalog.position()).isEqualTo(new LogPosition(9, 1));
    assertThat(catalog.isAlive(record(image, imageTo))).isTrue();
    assertThat(catalog.isAlive(record(broken, brokenTo))).isTrue();
    assertThat(catalog.isAlive(record(image, image.object().location()))).isFalse();
  }

  @Test
  void retentionNeverNamesWhatIsHeldOrAwaitsItsReport() {
    long held = index(Arrivals.image(1, 1, 1).build()).get(0).studyKey();
    long pending = index(Arrivals.image(2, 1, 1).build()).get(0).studyKey();
    long done = index(Arrivals.image(3, 1, 1).build()).get(0).studyKey();
    long none = index(Arrivals.image(4, 1, 1).build()).get(0).studyKey();
    retention.hold(organizationKey, held, "dispute", LATER);
    retention.report(organizationKey, pending, RetentionDao.ReportState.PENDING);
    retention.report(organizationKey, done, RetentionDao.ReportState.DONE);
    assertThat(candidates(LATER, false)).containsExactly(done, none);
    assertThat(candidates(LATER, true)).containsExactly(done);
    assertThat(candidates(Arrivals.RECEIVED, false)).isEmpty();
    retention.release(organizationKey, held);
    assertThat(candidates(LATER, false)).containsExactly(held, done, none);
    assertThat(retention.stored(organizationKey, done, 10))
        .extracting(RetentionDao.Stored::sopInstanceUid)
        .containsExactly("1.2.3.1.1");
  }

  @Test
  void retentionWaitsForAReportThatIsOnItsWayIntoItsStudy() {
    long study = index(Arrivals.image(1, 1, 1).build()).get(0).studyKey();
    retention.report(organizationKey, study, RetentionDao.ReportState.DONE);
    document(study, "PENDING");
    assertThat(candidates(LATER, true)).isEmpty();
    assertThat(retention.mayGo(organizationKey, study, LATER, true)).isZero();
    document(study, "STORED");
    assertThat(candidates(LATER, true)).containsExactly(study);
    assertThat(retention.mayGo(organizationKey, study, LATER, true)).isEqualTo(1);
  }

  private void document(long studyKey, String state) {
    database.inTransaction(
        handle -> {
          handle.execute("DELETE FROM report_document");
          return handle.execute(
              "INSERT INTO report_document (report_key, document_number, organization_key,"
                  + " study_key, series_instance_uid, sop_instance_uid, content, state, attempts,"
                  + " made_at) VALUES (1, 1, ?, ?, '1.2', '1.2.3', '{}', ?, 0, ?)",
              organizationKey,
              studyKey,
              state,
              LATER);
        });
  }

  private List<Long> candidates(Instant before, boolean reportRequired) {
    return retention.candidates(organizationKey, before, reportRequired, 10).stream()
        .map(RetentionDao.Candidate::studyKey)
        .toList();
  }

  private List<Outcome> index(IndexedArrival... group) {
    return catalog.index(List.of(group), new LogPosition(1, ++segmentOffset));
  }

  private void forget(IndexedArrival... arrivals) {
    List<LogRecord.Tombstone> tombstones =
        Stream.of(arrivals)
            .map(
                arrival ->
                    new LogRecord.Tombstone(
                        5_000_000,
                        organizationKey,
                        arrival.sopInstanceUid(),
                        arrival.object().recordNumber(),
                        arrival.object().location(),
                        LATER,
                        false))
            .toList();
    catalog.forget(tombstones, new LogPosition(1, ++segmentOffset));
  }

  private static Relocation.Moved moved(IndexedArrival arrival, ObjectLocation to) {
    return new Relocation.Moved(arrival.object().recordNumber(), arrival.object().location(), to);
  }

  private static LogRecord.Stored record(IndexedArrival arrival, ObjectLocation location) {
    return new LogRecord.Stored(
        arrival.object().recordNumber(), null, location, arrival.object().crc32(), false);
  }
}
