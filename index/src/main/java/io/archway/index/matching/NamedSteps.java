package io.archway.index.matching;

import io.archway.index.study.RequestAttributes;
import io.archway.index.worklist.MatchCandidates;
import io.archway.index.worklist.PerformedStep;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.WorklistAnswer;
import io.archway.index.worklist.WorklistItem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which scheduled step a device means by an item of Scheduled Step Attributes Sequence (0040,0270).
 * Only what is certain: a step id with an identifier of its order beside it, a Study Instance UID,
 * an accession number; never that of another patient. One use.
 */
final class NamedSteps {
  private final Connection connection;
  private final PerformedStep performed;
  private final PatientSaid patient;

  NamedSteps(Connection connection, PerformedStep performed) {
    this.connection = connection;
    this.performed = performed;
    this.patient =
        new PatientSaid(
            said(performed.patientId()),
            said(performed.patientName()),
            performed.patientBirthDate());
  }

  private static String said(String text) {
    return text == null ? "" : text;
  }

  /**
   * @param stepKey null where nothing tells which of the item's steps it is
   */
  record Named(WorklistItem item, Long stepKey) {}

  /** Empty where there is no such order, or more than one. */
  Optional<Named> find(RequestAttributes request) throws SQLException {
    List<WorklistAnswer> found =
        candidates(request).stream()
            .filter(answer -> !isContradicted(request, answer.item()))
            .filter(answer -> !Resemblance.contradicts(patient, answer.patient()))
            .toList();
    if (found.size() == 1) {
      return Optional.of(new Named(found.get(0).item(), found.get(0).step().stepKey()));
    }
    List<WorklistAnswer> left = narrowed(found);
    if (left.stream().map(answer -> answer.item().worklistItemKey()).distinct().count() != 1) {
      return Optional.empty();
    }
    Long stepKey = left.size() == 1 ? left.get(0).step().stepKey() : null;
    return Optional.of(new Named(left.get(0).item(), stepKey));
  }

  private List<WorklistAnswer> candidates(RequestAttributes request) throws SQLException {
    long organization = performed.organizationKey();
    if (!request.scheduledProcedureStepId().isEmpty()) {
      return MatchCandidates.byStep(connection, organization, request.scheduledProcedureStepId())
          .stream()
          .filter(answer -> isOfOrder(request, answer.item()))
          .toList();
    }
    List<WorklistAnswer> found = List.of();
    if (!request.studyInstanceUid().isEmpty()) {
      found = MatchCandidates.byStudy(connection, organization, request.studyInstanceUid());
    }
    if (found.isEmpty() && !request.accessionNumber().isEmpty()) {
      found =
          MatchCandidates.byAccessionNumber(connection, organization, request.accessionNumber())
              .stream()
              .filter(answer -> isOfOffice(answer.item()))
              .toList();
    }
    return found;
  }

  /** A step id alone says little: devices and offices number alike. */
  private boolean isOfOrder(RequestAttributes request, WorklistItem item) {
    boolean sameProcedure = request.requestedProcedureId().equals(item.procedure().id());
    boolean sameAccession = request.accessionNumber().equals(item.request().accessionNumber());
    return request.studyInstanceUid().equals(item.procedure().studyInstanceUid())
        || isOfOffice(item)
            && (sameProcedure && !request.requestedProcedureId().isEmpty()
                || sameAccession && !request.accessionNumber().isEmpty());
  }

  /** What is numbered by offices counts within one. */
  private boolean isOfOffice(WorklistItem item) {
    return item.officeKey() == performed.officeKey();
  }

  /** The Study Instance UID may be one that the device made. */
  private static boolean isContradicted(RequestAttributes request, WorklistItem item) {
    return differs(request.accessionNumber(), item.request().accessionNumber())
        || differs(request.requestedProcedureId(), item.procedure().id());
  }

  private static boolean differs(String one, String other) {
    return !one.isEmpty() && !other.isEmpty() && !one.equals(other);
  }

  /** By modality, then what is still to be done; each counts where it leaves something. */
  private List<WorklistAnswer> narrowed(List<WorklistAnswer> found) {
    List<WorklistAnswer> left = found;
    for (Predicate<ScheduledStep> by :
        List.<Predicate<ScheduledStep>>of(
            step -> step.modality().equals(performed.modality()), ScheduledStep::open)) {
      List<WorklistAnswer> fewer = left.stream().filter(answer -> by.test(answer.step())).toList();
      left = fewer.isEmpty() ? left : fewer;
    }
    return left;
  }
}
