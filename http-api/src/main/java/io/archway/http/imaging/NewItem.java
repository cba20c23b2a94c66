package io.archway.http.imaging;

import io.archway.http.imaging.OrderParts.Medical;
import io.archway.http.imaging.OrderParts.Procedure;
import io.archway.http.imaging.OrderParts.Step;
import io.archway.http.imaging.OrderParts.VisitPart;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.StudyType;
import java.time.Instant;
import java.util.List;

/** A worklist item to be made; what a modality needs beside is made up where it is not said. */
record NewItem(
    @Rule.Required @Rule.Range(min = 1) Long officeId,
    @Rule.Range(min = 1) Long dentistId,
    @Rule.Range(min = 1) Long radiologistId,
    @Rule.Range(min = 1) Long mediaId,
    @Rule.Required @Rule.Range(min = 1) Long patientId,
    @Rule.Required StudyType studyType,
    @Rule.Size(max = 64) @Rule.Matches(value = OrderText.UID, meaning = OrderText.UID_MEANING)
        String studyInstanceUid,
    @Rule.Size(max = 2_000) String link,
    @Rule.Size(max = 2_000) String path,
    @Rule.Required ItemStatus status,
    ScanStatus scanStatus,
    Instant expiresAt,
    @Rule.Size(max = 16) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        String accessionNumber,
    @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        String issuerOfAccessionNumber,
    @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        String placerOrderNumber,
    @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        String fillerOrderNumber,
    @Rule.Size(max = 200) @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
        String requestingPhysicianName,
    @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        String requestingService,
    @Rule.Size(max = 200) @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
        String referringPhysicianName,
    Procedure requestedProcedure,
    VisitPart visit,
    Medical medical,
    @Rule.Size(min = 1, max = NewOrder.MAX_STEPS) List<Step> steps)
    implements Rule.Across {

  @Override
  public void check(FieldErrors errors) {
    OrderParts.checkSteps(stepsOrOne(), errors);
    if (medical != null) {
      medical.check("medical", errors);
    }
  }

  List<Step> stepsOrOne() {
    return steps == null ? List.of(Step.EMPTY) : steps;
  }

  ServiceRequest request() {
    return new ServiceRequest(
        OrderParts.orNull(accessionNumber),
        issuerOfAccessionNumber == null ? "" : issuerOfAccessionNumber.strip(),
        OrderParts.orNull(placerOrderNumber),
        OrderParts.orNull(fillerOrderNumber),
        OrderParts.orNull(requestingPhysicianName),
        OrderParts.orNull(requestingService),
        OrderParts.orNull(referringPhysicianName));
  }
}
