package io.archway.http.imaging;

import io.archway.index.decision.Compared;
import io.archway.index.decision.Party;
import io.archway.index.decision.Proposed;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionAction;
import io.archway.index.inbox.InboxEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Parts of an inbox entry as the API shows it. */
final class InboxParts {

  private InboxParts() {}

  /** Somebody; without a name where their account is gone. */
  record User(long id, String username) {

    static User of(Long key, Map<Long, String> names) {
      return key == null ? null : new User(key, names.get(key));
    }
  }

  /** What came, as far as it says. {@code patientId} is the Patient ID; {@code patient} our id. */
  record Arrived(
      Long patient,
      Long mediaId,
      String patientName,
      String patientId,
      LocalDate birthDate,
      String sex,
      LocalDate studyDate,
      String modality,
      Integer images,
      String description,
      String accessionNumber,
      String studyInstanceUid,
      Integer version) {

    static Arrived of(Party party) {
      Map<String, String> said = party.attributes();
      return new Arrived(
          party.patientKey(),
          party.mediumKey(),
          said.get("PatientName"),
          said.get("PatientID"),
          day(said.get("PatientBirthDate")),
          said.get("PatientSex"),
          day(said.get("StudyDate")),
          said.get("Modality"),
          party.images(),
          said.get("StudyDescription"),
          said.get("AccessionNumber"),
          said.get("StudyInstanceUID"),
          party.version());
    }
  }

  /** One way to decide, number 1 the best, and of what both sides say something else. */
  record Proposal(
      int number,
      String grade,
      Long worklistItemId,
      Long patientId,
      Integer version,
      Boolean current,
      String patientName,
      LocalDate birthDate,
      LocalDate date,
      String modality,
      String description,
      List<String> different) {

    static Proposal of(Proposed proposed) {
      Party party = proposed.party();
      Map<String, String> said = party.attributes();
      return new Proposal(
          proposed.number(),
          proposed.grade(),
          party.worklistItemKey(),
          party.patientKey(),
          party.version(),
          party.current(),
          said.get("PatientName"),
          day(said.get("PatientBirthDate")),
          day(said.get("StudyDate")),
          said.get("Modality"),
          said.get("StudyDescription"),
          proposed.different());
    }
  }

  /** A proposal with all that both sides say. */
  record ProposalDetail(Proposal proposal, List<Compared> compared) {

    static ProposalDetail of(Proposed proposed) {
      return new ProposalDetail(Proposal.of(proposed), proposed.compared());
    }
  }

  /** Who closed an entry, when and why; nobody where the gateway itself did. */
  record Closed(Instant at, User by, String why) {

    static Closed of(InboxEntry entry, Map<Long, String> names) {
      return entry.closedAt() == null
          ? null
          : new Closed(entry.closedAt(), User.of(entry.closedByKey(), names), entry.closedWhy());
    }
  }

  /** What was decided, by whom, when and why, and who took it back. */
  record DecisionPart(
      long id,
      DecisionAction action,
      Long inboxId,
      Long worklistItemId,
      Long patientId,
      User by,
      String why,
      Instant at,
      User undoneBy,
      String undoneWhy,
      Instant undoneAt) {

    static DecisionPart of(Decision decision, Map<Long, String> names) {
      return new DecisionPart(
          decision.decisionKey(),
          decision.action(),
          decision.inboxKey(),
          decision.worklistItemKey(),
          decision.patientKey(),
          User.of(decision.decidedByKey(), names),
          decision.decidedWhy(),
          decision.decidedAt(),
          User.of(decision.undoneByKey(), names),
          decision.undoneWhy(),
          decision.undoneAt());
    }
  }

  private static LocalDate day(String text) {
    return text == null ? null : LocalDate.parse(text);
  }
}
