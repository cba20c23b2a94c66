package io.archway.index.matching;

import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.Source;
import io.archway.index.worklist.StudyType;
import io.archway.index.worklist.Visit;
import java.util.List;

/** The order that nobody made, from what images say of themselves; one a study. */
final class WalkIn {
  private WalkIn() {}

  static NewOrder order(ArrivedStudy study, MatchingRules rules) {
    return new NewOrder(
        study.organizationKey(),
        study.officeKey(),
        study.patientKey(),
        null,
        null,
        study.mediumKey(),
        StudyType.COMPREHENSIVE_READ,
        ItemStatus.PENDING,
        ScanStatus.SCHEDULED,
        new RequestedProcedure(
            study.studyInstanceUid(), null, orNull(study.description()), null, null, null, null),
        new ServiceRequest(
            orNull(study.accessionNumber()),
            study.issuerOfAccessionNumber(),
            null,
            null,
            null,
            null,
            null),
        Visit.EMPTY,
        new Source(Origin.WALK_IN, "study:" + study.studyKey(), null, null, null),
        null,
        steps(study, rules));
  }

  /** One of each modality. */
  private static List<NewStep> steps(ArrivedStudy study, MatchingRules rules) {
    return study.series().stream()
        .map(series -> series.modality() == null ? "" : series.modality())
        .distinct()
        .limit(NewOrder.MAX_STEPS)
        .map(modality -> NewStep.of(modality, study.day(rules), study.time(rules)))
        .toList();
  }

  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
