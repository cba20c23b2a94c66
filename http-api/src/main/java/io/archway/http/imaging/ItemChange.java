package io.archway.http.imaging;

import io.archway.http.imaging.OrderParts.Medical;
import io.archway.http.imaging.OrderParts.Procedure;
import io.archway.http.imaging.OrderParts.Step;
import io.archway.http.imaging.OrderParts.VisitPart;
import io.archway.http.kernel.Change;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Rule;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.StudyType;
import java.time.Instant;
import java.util.List;

/**
 * What becomes of a worklist item: what is absent stays, null clears. Steps replace all that there
 * are; a step without an id keeps that of the step at its place.
 */
record ItemChange(
    @Rule.Required @Rule.Range(min = 1) Long officeId,
    @Rule.Range(min = 1) Change<Long> radiologistId,
    @Rule.Range(min = 1) Change<Long> dentistId,
    @Rule.Required @Rule.Range(min = 1) Long patientId,
    @Rule.Required StudyType studyType,
    @Rule.Size(max = 2_000) Change<String> link,
    @Rule.Size(max = 2_000) Change<String> path,
    ItemStatus status,
    ScanStatus scanStatus,
    Boolean cancelled,
    @Rule.Size(max = 2_000) String cancelledWhy,
    Change<Instant> expiresAt,
    @Rule.Size(max = 16) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        String accessionNumber,
    @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        Change<String> issuerOfAccessionNumber,
    @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        Change<String> placerOrderNumber,
    @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        Change<String> fillerOrderNumber,
    @Rule.Size(max = 200) @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
        Change<String> requestingPhysicianName,
    @Rule.Size(max = 64) @Rule.Matches(value = OrderText.LINE, meaning = OrderText.LINE_MEANING)
        Change<String> requestingService,
    @Rule.Size(max = 200) @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
        Change<String> referringPhysicianName,
    Procedure requestedProcedure,
    VisitPart visit,
    Medical medical,
    @Rule.Size(min = 1, max = NewOrder.MAX_STEPS) List<Step> steps)
    implements Rule.Across {

  @Override
  public void check(FieldErrors errors) {
    if (steps != null) {
      OrderParts.checkSteps(steps, errors);
    }
    if (medical != null) {
      medical.check("medical", errors);
    }
    if (cancelledWhy != null && !Boolean.TRUE.equals(cancelled)) {
      errors.add("cancelled_why", "expected: with cancelled: true only");
    }
  }

  ServiceRequest request(ServiceRequest from) {
    String number = OrderParts.orNull(accessionNumber);
    String issuer = issuerOfAccessionNumber.orElse(from.issuerOfAccessionNumber());
    return new ServiceRequest(
        number == null ? from.accessionNumber() : number,
        issuer == null ? "" : issuer.strip(),
        OrderParts.orNull(placerOrderNumber.orElse(from.placerOrderNumber())),
        OrderParts.orNull(fillerOrderNumber.orElse(from.fillerOrderNumber())),
        OrderParts.orNull(requestingPhysicianName.orElse(from.requestingPhysicianName())),
        OrderParts.orNull(requestingService.orElse(from.requestingService())),
        OrderParts.orNull(referringPhysicianName.orElse(from.referringPhysicianName())));
  }
}
