package io.archway.worklist.mpps;

import io.archway.dicom.dict.Uid;
import io.archway.dicom.dimse.DimseException;
import io.archway.dicom.dimse.DimseResponse;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.index.database.Database;
import io.archway.index.database.KeySequence;
import io.archway.index.matching.PerformedStepWrites;
import io.archway.index.matching.PerformedStepWrites.Change;
import io.archway.index.worklist.PerformedMessage;
import io.archway.index.worklist.PerformedStatus;
import io.archway.index.worklist.PerformedStep;
import io.archway.index.worklist.PerformedStepRows;
import io.archway.worklist.Callers.CallingDevice;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/** Writes what devices say into the index, and says what became of it. Blocks; thread-safe. */
final class StepWriter {
  /** Performed Procedure Step Object may no longer be updated (PS3.4 Table F.7.2-2). */
  private static final int NO_LONGER_UPDATED = 0xA710;

  private final Database database;
  private final PerformedStepWrites writes;
  private final ZoneId zone;
  private final InstantSource clock;

  StepWriter(Database database, ZoneId zone, InstantSource clock) {
    this.database = database;
    this.writes = new PerformedStepWrites(database);
    this.zone = zone;
    this.clock = clock;
  }

  /**
   * Who says it: the organization that is called, the title that calls.
   *
   * @param device as it is recorded
   */
  record Sender(long organizationKey, String callingAeTitle, CallingDevice device) {}

  /** N-CREATE (F.7.2.1). */
  DimseResponse create(Sender sender, StepRequest request, byte[] bytes) throws DimseException {
    AttributeList attributes = AttributeList.parse(bytes, request.syntax());
    attributes.verifyComplete();
    attributes.verifyBegins();
    Instant now = clock.instant();
    String uid = request.sopInstanceUid() == null ? Uid.random() : request.sopInstanceUid();
    PerformedStep step =
        new PerformedStep(
            database.nextKey(KeySequence.PERFORMED_STEP),
            sender.organizationKey,
            uid,
            PerformedStatus.IN_PROGRESS,
            sender.callingAeTitle,
            sender.device.deviceKey(),
            sender.device.officeKey(),
            attributes.modality(),
            attributes.patientId(),
            attributes.patientName(),
            attributes.patientBirthDate(),
            attributes.startedAt(zone),
            null,
            now,
            now);
    return writes.create(step, attributes.references(), message("N-CREATE", request, bytes, now))
        ? DimseResponse.of(DimseStatus.SUCCESS).withAffectedSopInstanceUid(uid)
        : refused(DimseStatus.DUPLICATE_SOP_INSTANCE, "a performed step of this UID is here");
  }

  /** N-SET (F.7.2.2). */
  DimseResponse set(Sender sender, StepRequest request, byte[] bytes) throws DimseException {
    AttributeList attributes = AttributeList.parse(bytes, request.syntax());
    Change change =
        new Change(
            sender.organizationKey,
            request.sopInstanceUid(),
            sender.callingAeTitle,
            attributes.status(),
            attributes.endedAt(zone));
    return switch (writes.change(change, message("N-SET", request, bytes, clock.instant()))) {
      case CHANGED -> DimseResponse.of(DimseStatus.SUCCESS);
      case UNKNOWN ->
          refused(DimseStatus.NO_SUCH_SOP_INSTANCE, "no performed step of this UID is here");
      case OF_ANOTHER_DEVICE ->
          refused(DimseStatus.NOT_AUTHORIZED, "created by another calling AE title");
      case OVER ->
          refused(
                  DimseStatus.PROCESSING_FAILURE,
                  "Performed Procedure Step Object may no longer be updated")
              .withErrorId(NO_LONGER_UPDATED);
      case TOO_MANY ->
          refused(
              DimseStatus.RESOURCE_LIMITATION,
              "requests of one step: more than " + PerformedStepRows.MAX_MESSAGES);
    };
  }

  private static PerformedMessage message(
      String operation, StepRequest request, byte[] bytes, Instant now) {
    return new PerformedMessage(operation, request.syntax().uid(), bytes, now);
  }

  private static DimseResponse refused(DimseStatus status, String why) {
    return DimseResponse.of(status).withErrorComment(why);
  }
}
