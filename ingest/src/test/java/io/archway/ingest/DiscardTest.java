package io.archway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.access.Visibility;
import io.archway.index.decision.Author;
import io.archway.index.decision.InboxDecisions;
import io.archway.index.decision.RefusedDecisionException;
import io.archway.index.disk.CrashDisk;
import io.archway.index.inbox.InboxDao;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.store.LogPosition;
import io.archway.index.store.ObjectLocation;
import io.archway.testdata.Samples;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Quarantined objects that a person wants deleted for good. */
class DiscardTest {
  private static final long ORGANIZATION = 1;
  private static final Author CLERK = new Author(9L, Visibility.ALL, "noise");

  private IngestFixture gateway;
  private InboxDecisions decisions;
  private Eraser eraser;

  @BeforeEach
  void open() throws Exception {
    gateway = IngestFixture.on(new CrashDisk());
    decisions = new InboxDecisions(gateway.database, InstantSource.system());
    eraser = new Eraser(gateway.intake, gateway.catalog, gateway.database);
  }

  @AfterEach
  void close() throws Exception {
    gateway.close();
  }

  @Test
  void aDiscardedObjectIsGoneAndWhoDidItStays() throws Exception {
    InboxEntry entry = quarantine();
    ObjectLocation place =
        new ObjectLocation(entry.container(), entry.byteOffset(), entry.byteLength());
    assertThat(place.length()).isPositive();
    decisions.discard(ORGANIZATION, entry.inboxKey(), CLERK);
    eraser.discard(ORGANIZATION, entry.inboxKey());
    InboxEntry gone = entries(InboxEntry.REJECTED).get(0);
    assertThat(gone.inboxKey()).isEqualTo(entry.inboxKey());
    assertThat(gone.container()).isNull();
    assertThat(gone.recordNumber()).isNull();
    assertThat(gone.closedByKey()).isEqualTo(9);
    assertThat(gone.closedWhy()).isEqualTo("noise");
    assertThat(gateway.catalog.isKnown(entry.recordNumber())).isFalse();
    assertThat(Tombstones.read(gateway.store, LogPosition.START).contains(entry.recordNumber()))
        .isTrue();
    assertThatThrownBy(() -> decisions.discard(ORGANIZATION, entry.inboxKey(), CLERK))
        .isInstanceOf(RefusedDecisionException.class);
  }

  /** Success means that it is kept: what is gone is no duplicate. */
  @Test
  void theSameObjectSentAgainIsKeptAgain() throws Exception {
    InboxEntry entry = quarantine();
    decisions.discard(ORGANIZATION, entry.inboxKey(), CLERK);
    eraser.discard(ORGANIZATION, entry.inboxKey());
    InboxEntry again = quarantine();
    assertThat(again.inboxKey()).isNotEqualTo(entry.inboxKey());
    assertThat(again.container()).isNotNull();
    assertThat(entries(InboxEntry.REJECTED)).hasSize(1);
  }

  @Test
  void whatWasDecidedButNotDoneIsDoneByTheSameCall() throws Exception {
    InboxEntry entry = quarantine();
    decisions.discard(ORGANIZATION, entry.inboxKey(), CLERK);
    decisions.discard(ORGANIZATION, entry.inboxKey(), CLERK);
    eraser.discard(ORGANIZATION, entry.inboxKey());
    LogPosition end = gateway.store.end();
    eraser.discard(ORGANIZATION, entry.inboxKey());
    assertThat(gateway.store.end()).isEqualTo(end);
    assertThat(entries(InboxEntry.OPEN)).isEmpty();
  }

  private InboxEntry quarantine() throws Exception {
    byte[] noise = new byte[5000];
    new Random(1).nextBytes(noise);
    Verdict verdict =
        gateway.send(IngestFixture.request(Samples.tiny(1)), noise, new Random(1)).join();
    assertThat(verdict).isInstanceOf(Verdict.Quarantined.class);
    return entries(InboxEntry.OPEN).get(0);
  }

  private List<InboxEntry> entries(String state) {
    gateway.intake.awaitIndexed();
    return gateway.dao(InboxDao.class).list(ORGANIZATION, state, 0, 10);
  }
}
