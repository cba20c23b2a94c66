package io.archway.index.worklist;

import io.archway.index.database.BoundedText;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;

/**
 * What an order gets where nobody said it: identifiers from its keys, so that they are unique among
 * all gateways of a database, short enough for SH (16 characters).
 */
public final class MadeUp {
  private MadeUp() {}

  /** The Requested Procedure ID of an item for which nobody said one. */
  public static String procedureId(long itemKey) {
    return "RP" + itemKey;
  }

  /** The accession number of an item for which nobody said one. */
  public static String accessionNumber(long itemKey) {
    return "AW" + itemKey;
  }

  static WorklistItem item(long itemKey, NewOrder order, ScheduledStep first, Instant now) {
    return new WorklistItem(
        itemKey,
        order.organizationKey(),
        order.officeKey(),
        order.patientKey(),
        order.dentistKey(),
        order.radiologistKey(),
        order.mediumKey(),
        order.studyType(),
        order.status(),
        order.scanStatus(),
        order
            .procedure()
            .withUids(
                or(order.procedure().studyInstanceUid(), uid()),
                or(order.procedure().id(), procedureId(itemKey))),
        order
            .request()
            .withAccessionNumber(or(order.request().accessionNumber(), accessionNumber(itemKey))),
        order.visit(),
        order.source(),
        first.startDate(),
        first.startTime(),
        Progress.expiring(order.expiresAt()),
        now,
        now);
  }

  static ScheduledStep step(
      long stepKey, long organizationKey, long itemKey, int number, NewStep step) {
    return new ScheduledStep(
        stepKey,
        organizationKey,
        itemKey,
        number,
        BoundedText.of(or(step.id(), "SPS" + stepKey)),
        StepStatus.SCHEDULED,
        true,
        step.startDate(),
        step.startTime(),
        step.modality(),
        step.stationAeTitles(),
        step.stationName(),
        step.location(),
        step.description(),
        step.performingPhysicianName(),
        step.preMedication(),
        step.requestedContrastAgent(),
        step.protocolCodes(),
        null,
        null,
        null);
  }

  private static String or(String given, String otherwise) {
    return given == null || given.isBlank() ? otherwise : given;
  }

  /** A UID from a UUID (PS3.5 B.2). */
  private static String uid() {
    return "2.25." + new BigInteger(UUID.randomUUID().toString().replace("-", ""), 16);
  }
}
