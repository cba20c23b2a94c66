package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.archway.http.kernel.Principal;
import io.archway.index.audit.Auditor;
import io.archway.index.database.BrokenStatements;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.disk.CrashDisk;
import io.archway.index.disk.H2FileSystem;
import io.archway.index.worklist.WorklistFixture;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Power cuts at every statement of what an agent says of a study: none of patient, medium and item
 * is there afterwards; and all of them once it was answered.
 */
final class AgentPowerCutTest {
  private static final Auditor AUDITOR = Auditor.gateway(1, "test", "test");
  private static final List<String> TABLES = List.of("patient", "medium", "worklist_item");

  private CrashDisk disk = new CrashDisk();
  private int mounts;

  @Test
  void aCutLeavesNothingUntilAllIsAnswered() {
    try (BrokenStatements first = open()) {
      new WorklistFixture(first.whole());
      first.whole().force(first.whole().setbacks());
    }
    int cuts = 0;
    while (isCutAt(cuts + 1)) {
      cuts++;
    }
    assertThat(cuts).as("statements").isGreaterThan(10);
    disk = disk.crash();
    try (BrokenStatements after = open()) {
      assertThat(rows(after)).as("answered").isEqualTo(TABLES.size());
    }
  }

  /** Whether there was such a statement. */
  private boolean isCutAt(int statement) {
    CrashDisk[] next = new CrashDisk[1];
    boolean reached;
    try (BrokenStatements statements = open()) {
      long organization = new WorklistFixture(statements.whole()).organizationKey;
      AgentStudies studies =
          new AgentStudies(statements.broken(), InstantSource.fixed(WorklistFixture.NOW));
      statements.arm(
          statement,
          connection -> {
            next[0] = disk.crash(statement);
            throw new SQLException("the power is gone", "58030");
          });
      Principal caller = new Principal(organization, 0, 0, Set.of());
      Throwable failure =
          catchThrowable(
              () -> studies.store(caller, AUDITOR, AgentStudiesTest.dicom("1.2.3", "P1")));
      reached = statements.disarm();
      assertThat(failure != null).as("statement %d", statement).isEqualTo(reached);
    }
    if (reached) {
      disk = next[0];
      try (BrokenStatements after = open()) {
        assertThat(rows(after)).as("after a cut at statement %d", statement).isZero();
      }
    }
    return reached;
  }

  private BrokenStatements open() {
    String url = H2FileSystem.mount("agent-power-cut-" + mounts++, disk) + "index";
    return new BrokenStatements(DatabaseSettings.h2(url));
  }

  private static long rows(BrokenStatements statements) {
    return statements
        .whole()
        .read(
            handle ->
                TABLES.stream()
                    .mapToLong(
                        table ->
                            handle
                                .createQuery("SELECT count(*) FROM " + table)
                                .mapTo(long.class)
                                .one())
                    .sum());
  }
}
