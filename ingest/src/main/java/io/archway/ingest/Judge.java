package io.archway.ingest;

import io.archway.index.inbox.Quarantine;
import io.archway.index.study.KnownInstance;
import io.archway.ingest.catalog.Catalog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives arrivals their verdicts by what the index knows. Those that need no byte of the log end
 * here: duplicates, refused conflicts, unknown organizations. Of whoever has the committer's turn.
 */
final class Judge {
  private final Intake intake;
  private final Catalog catalog;
  private final EarlyLookup lookup;
  private final CanonicalComparison comparison;

  Judge(Intake intake, Catalog catalog, EarlyLookup lookup) {
    this.intake = intake;
    this.catalog = catalog;
    this.lookup = lookup;
    this.comparison = new CanonicalComparison(intake);
  }

  /** Returns when the index knows all of these SOP Instance UIDs that are on their way to it. */
  @FunctionalInterface
  interface SettleBefore {
    void settle(Collection<String> sopInstanceUids) throws InterruptedException;
  }

  /** Fills the flight's accepted arrivals; those that ended, or come again, are open no more. */
  void judge(Flight flight, SettleBefore settleBefore) throws InterruptedException {
    Map<Long, List<Arrival>> byOrganization = new HashMap<>();
    for (Arrival arrival : List.copyOf(flight.open)) {
      if (arrival.organizationKey() == null || catalog.isDeleted(arrival.organizationKey())) {
        flight.end(arrival, new Verdict.Refused(Refusal.ORGANIZATION_UNKNOWN));
      } else {
        byOrganization
            .computeIfAbsent(arrival.organizationKey(), key -> new ArrayList<>())
            .add(arrival);
      }
    }
    for (Map.Entry<Long, List<Arrival>> entry : byOrganization.entrySet()) {
      List<String> uids = uidsToAsk(entry.getValue());
      settleBefore.settle(uids);
      Map<String, List<KnownInstance>> known = known(entry.getKey(), uids);
      for (Arrival arrival : entry.getValue()) {
        judge(arrival, known.get(arrival.request().sopInstanceUid()), flight);
      }
    }
  }

  private List<String> uidsToAsk(List<Arrival> arrivals) {
    return arrivals.stream()
        .filter(arrival -> !lookup.isNew(arrival.claim(), arrival.request().sopInstanceUid()))
        .map(arrival -> arrival.request().sopInstanceUid())
        .toList();
  }

  private Map<String, List<KnownInstance>> known(long organizationKey, List<String> uids) {
    Map<String, List<KnownInstance>> known = new HashMap<>();
    for (KnownInstance instance : catalog.known(organizationKey, uids)) {
      known.computeIfAbsent(instance.sopInstanceUid(), uid -> new ArrayList<>()).add(instance);
    }
    return known;
  }

  private void judge(Arrival arrival, List<KnownInstance> versions, Flight flight) {
    if (arrival.content().isQuarantined()) {
      judgeQuarantined(arrival, flight);
    } else if (versions == null) {
      flight.accept(arrival, new Verdict.Stored());
    } else if (comparison.begin(arrival, versions)) {
      flight.open.remove(arrival); // comes again
    } else {
      Verdict verdict = againstKnown(arrival, versions);
      if (verdict instanceof Verdict.Conflicting) {
        flight.accept(arrival, verdict);
      } else {
        flight.end(arrival, verdict);
      }
    }
  }

  private void judgeQuarantined(Arrival arrival, Flight flight) {
    String subject = Quarantine.subject(arrival.request().sopInstanceUid(), arrival.sha256().hex());
    String problem = arrival.content().head().problem();
    if (catalog.isQuarantined(arrival.organizationKey(), subject)) {
      flight.end(arrival, new Verdict.Duplicate(problem));
    } else {
      flight.accept(arrival, new Verdict.Quarantined(problem));
    }
  }

  /** The verdict on a resend; where it is a conflict, it is to be kept beside what is known. */
  private Verdict againstKnown(Arrival arrival, List<KnownInstance> versions) {
    String transferSyntaxUid = arrival.request().transferSyntaxUid();
    String sha256 = arrival.sha256().hex();
    if (versions.stream()
        .anyMatch(
            one ->
                one.hasSameDataSet(transferSyntaxUid, sha256, null)
                    || arrival.comparisons().isSame(one))) {
      return new Verdict.Duplicate();
    }
    return intake.settings().keepConflicts()
        ? new Verdict.Conflicting()
        : new Verdict.Refused(Refusal.CONFLICT);
  }
}
