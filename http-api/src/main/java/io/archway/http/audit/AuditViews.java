package io.archway.http.audit;

import io.archway.index.audit.Action;
import io.archway.index.audit.AuditCheck;
import io.archway.index.audit.AuditEntry;
import io.archway.index.audit.Auditor;
import io.archway.index.audit.ChainState;
import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import io.archway.index.audit.SealedEntry;
import io.archway.index.audit.Via;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is answered about the audit. */
final class AuditViews {

  private AuditViews() {}

  /** One record by kind and id. */
  record RecordPart(RecordKind kind, long id) {
    static RecordPart of(RecordKey record) {
      return new RecordPart(record.kind(), record.key());
    }
  }

  /**
   * One sealed entry.
   *
   * @param id its position in the chain
   * @param name of the device, command or part of the gateway, where no user acted
   * @param operation that of the OpenAPI document, or the command
   * @param status with which it was refused
   * @param recordsOmitted how many more records it was about
   */
  record EntryView(
      long id,
      Instant at,
      Action action,
      String operation,
      Via via,
      Long userId,
      String username,
      Long tokenId,
      String name,
      String address,
      String requestId,
      Integer status,
      List<RecordPart> records,
      int recordsOmitted,
      String seal) {

    static EntryView of(SealedEntry sealed, Map<Long, String> usernames) {
      AuditEntry entry = sealed.entry();
      Auditor auditor = entry.auditor();
      return new EntryView(
          sealed.position(),
          entry.occurredAt(),
          entry.action(),
          auditor.operation(),
          auditor.via(),
          auditor.userKey(),
          auditor.userKey() == null ? null : usernames.get(auditor.userKey()),
          auditor.tokenKey(),
          auditor.name(),
          auditor.address(),
          auditor.requestId(),
          entry.status(),
          entry.records().stream().map(RecordPart::of).toList(),
          entry.omitted(),
          sealed.seal());
    }
  }

  /**
   * Whether the chain is whole.
   *
   * @param entries that fit
   * @param keptAfter the position of the last entry that is kept no longer, 0 for none
   * @param last the position of the last entry
   * @param lastSeal to be kept elsewhere: who changes the whole chain cannot make it again
   * @param brokenAt the position of the first entry that does not fit
   * @param problem what is wrong there
   */
  record VerificationView(
      boolean intact,
      long entries,
      Long keptAfter,
      Long last,
      String lastSeal,
      Long brokenAt,
      String problem) {

    static VerificationView of(AuditCheck.Result result) {
      ChainState state = result.state();
      return new VerificationView(
          result.intact(),
          result.rows(),
          state == null ? null : state.anchorPosition(),
          state == null ? null : state.lastPosition(),
          state == null ? null : state.lastSeal(),
          result.firstBroken(),
          result.what());
    }
  }
}
