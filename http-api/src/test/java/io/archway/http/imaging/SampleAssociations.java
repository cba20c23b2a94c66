package io.archway.http.imaging;

import io.archway.index.association.AssociationDao;
import io.archway.index.association.AssociationEnd;
import io.archway.index.association.AssociationStart;
import io.archway.index.association.AssociationState;
import io.archway.index.association.ProposedContext;
import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import java.util.List;
import java.util.Map;

/**
 * Associations of scanners.
 *
 * @param keys takes their keys: {@code released.association}
 */
record SampleAssociations(
    Database database, long organizationKey, long otherOrganizationKey, Map<String, String> keys) {
  private static final String SLICES = "1.2.840.10008.5.1.4.1.1.2";
  private static final String IMPLICIT = "1.2.840.10008.1.2";
  private static final String EXPLICIT = "1.2.840.10008.1.2.1";

  /** Three of the first organization, a minute apart, and one of the other. */
  void record() {
    ProposedContext taken =
        new ProposedContext(1, SLICES, List.of(IMPLICIT, EXPLICIT), 0, EXPLICIT);
    ProposedContext worklist =
        new ProposedContext(3, "1.2.840.10008.5.1.4.31", List.of(IMPLICIT), 3, null);
    ProposedContext elsewhere =
        new ProposedContext(5, SLICES, List.of("1.2.840.10008.1.2.4.94"), 4, null);
    ProposedContext unanswered = new ProposedContext(1, SLICES, List.of(EXPLICIT), 2, null);
    String full = "free space: 5 MiB (expected: >= 1024 MiB)";
    associate("released", 0, "CBCT", "ARCHWAY", List.of(taken, worklist, elsewhere));
    end("released", AssociationState.RELEASED, "released by the peer", 4, 1, 123_456);
    associate("rejected", 1, "", "ARCHWAY", List.of(unanswered));
    end("rejected", AssociationState.REJECTED, full, 0, 0, 250);
    associate("running", 2, "CBCT", "CLINIC", List.of(taken));
    associate("foreign", 3, "CBCT", "OTHER", List.of(taken));
  }

  private void associate(
      String name, int minute, String calling, String called, List<ProposedContext> contexts) {
    long key = database.nextKey(KeySequence.ASSOCIATION);
    keys.put(name + ".association", Long.toString(key));
    AssociationStart start =
        new AssociationStart(
            key,
            called.equals("OTHER") ? otherOrganizationKey : organizationKey,
            calling,
            called,
            "192.0.2." + minute,
            "1.2.3",
            "SCANNER_1",
            16_384L,
            contexts,
            SampleGateway.NOW.plusSeconds(60L * minute));
    database.durably(
        handle -> {
          handle.attach(AssociationDao.class).start("default", start);
          return null;
        });
  }

  private void end(
      String name, AssociationState how, String why, long stored, long failed, long bytes) {
    long key = Long.parseLong(keys.get(name + ".association"));
    AssociationEnd end =
        new AssociationEnd(key, how, why, stored, failed, bytes, SampleGateway.NOW);
    database.durably(
        handle -> {
          handle.attach(AssociationDao.class).end(end);
          return null;
        });
  }
}
