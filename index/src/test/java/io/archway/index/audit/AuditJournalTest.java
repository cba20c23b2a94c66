package io.archway.index.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.index.audit.AuditJournal.Numbered;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.Faults;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was said to be durable is read again after every failure at every step. */
class AuditJournalTest {
  private static final long SEED = 20261122;
  private static final int GROUPS = 40;
  private static final int MAX_TEXT = 40_000;

  @Test
  void groupsThatReachPastTheZerosAreReadAsWritten() throws IOException {
    CrashDisk disk = new CrashDisk();
    List<Numbered> written = append(disk, new Random(SEED));
    assertThat(written.stream().mapToInt(one -> one.text().length()).sum()).isGreaterThan(500_000);
    assertThat(AuditJournal.open(disk.crash(SEED), 0).left()).isEqualTo(written);
  }

  @ParameterizedTest
  @EnumSource(value = Faults.Kind.class, mode = EnumSource.Mode.EXCLUDE, names = "OUT_OF_MEMORY")
  void nothingThatWasAcknowledgedIsLost(Faults.Kind kind) throws IOException {
    CrashDisk whole = new CrashDisk();
    append(whole, new Random(SEED));
    long steps = whole.faults().changes();
    assertThat(steps).isGreaterThan(2 * GROUPS);
    for (long step = 0; step < steps; step++) {
      CrashDisk disk = new CrashDisk();
      disk.faults().failAt(step, kind);
      List<Numbered> acknowledged = append(disk, new Random(SEED));
      CrashDisk after = disk.crash(SEED + step);
      AuditJournal.id(after);
      AuditJournal.Opened opened = AuditJournal.open(after, 0);
      List<Numbered> left = opened.left();
      opened.journal().append(List.of("after"));
      assertThat(left).as("%s at step %d", kind, step).containsAll(acknowledged);
      assertThat(left).isSortedAccordingTo((a, b) -> Long.compare(a.number(), b.number()));
    }
  }

  /** Gives those that were acknowledged. */
  private static List<Numbered> append(CrashDisk disk, Random random) {
    List<Numbered> acknowledged = new ArrayList<>();
    try {
      AuditJournal.id(disk);
      AuditJournal journal = AuditJournal.open(disk, 0).journal();
      for (int i = 0; i < GROUPS; i++) {
        acknowledged.addAll(append(journal, texts(random)));
      }
    } catch (IOException e) {
      return List.of(); // the journal could not be opened
    }
    return acknowledged;
  }

  private static List<Numbered> append(AuditJournal journal, List<String> texts) {
    try {
      return journal.append(texts);
    } catch (IOException e) {
      return List.of();
    }
  }

  private static List<String> texts(Random random) {
    List<String> texts = new ArrayList<>();
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      texts.add("é".repeat(1 + random.nextInt(MAX_TEXT / 2)));
    }
    return texts;
  }
}
