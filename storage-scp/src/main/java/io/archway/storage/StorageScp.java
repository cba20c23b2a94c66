package io.archway.storage;

import io.archway.dicom.dimse.DataSetSink;
import io.archway.dicom.dimse.DimseException;
import io.archway.dicom.dimse.DimseOperation;
import io.archway.dicom.dimse.DimseRequest;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.dicom.dimse.Responder;
import io.archway.dicom.dimse.ServiceClassProvider;
import io.archway.dicom.net.Association;
import io.archway.dicom.net.StorageNegotiation;
import io.archway.index.store.Sender;
import io.archway.ingest.ArrivalRequest;
import io.archway.ingest.Intake;
import io.archway.ingest.Refusal;
import io.archway.ingest.Verdict;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * The Storage service class as provider (PS3.4 Annex B): each C-STORE is an arrival, answered with
 * success once it is durable.
 *
 * <p>Event loop only; the answer comes from the committer's thread.
 */
public final class StorageScp implements ServiceClassProvider {
  private final Intake intake;
  private final LongFunction<Supplier<Long>> associationKeys;
  private final Consumer<Verdict> verdicts;
  private final RefusalLog refusals;
  private final Set<String> deniedSopClassUids;

  /**
   * @param associationKeys the index's key of a running association's id, to be asked for later;
   *     gives null while it has none
   * @param verdicts told what became of each C-STORE that began, on any thread
   * @param refusals told of each C-STORE that is answered with a failure
   * @param deniedSopClassUids as {@link StoragePolicy} has them: a C-STORE may name another class
   *     than its presentation context, and gets by that no further
   */
  public StorageScp(
      Intake intake,
      LongFunction<Supplier<Long>> associationKeys,
      Consumer<Verdict> verdicts,
      RefusalLog refusals,
      Set<String> deniedSopClassUids) {
    this.intake = intake;
    this.associationKeys = associationKeys;
    this.verdicts = verdicts;
    this.refusals = refusals;
    this.deniedSopClassUids = Set.copyOf(deniedSopClassUids);
  }

  @Override
  public DataSetSink onRequest(DimseRequest request, Responder responder) throws DimseException {
    try {
      verify(request);
    } catch (DimseException e) {
      refused(request, e.getMessage());
      throw e;
    }
    Association association = request.association();
    ArrivalRequest arrival =
        new ArrivalRequest(
            sender(association),
            associationKeys.apply(association.id()),
            request.sopClassUid(),
            request.sopInstanceUid(),
            request.context().transferSyntaxUid());
    return new StoreOperation(
        intake, arrival, association, responder, verdict -> tell(request, verdict));
  }

  private void tell(DimseRequest request, Verdict verdict) {
    verdicts.accept(verdict);
    if (verdict instanceof Verdict.Refused refused && refused.reason() != Refusal.ABANDONED) {
      refused(request, refused.detail());
    }
  }

  private void refused(DimseRequest request, String why) {
    refusals.storeRefused(
        request.association(), request.sopClassUid(), request.sopInstanceUid(), why);
  }

  private static Sender sender(Association association) {
    return new Sender(
        "dimse",
        association.callingAeTitle(),
        association.calledAeTitle(),
        AssociationRows.address(association.remoteAddress()));
  }

  private void verify(DimseRequest request) throws DimseException {
    if (request.operation() != DimseOperation.C_STORE) {
      throw new DimseException(
          DimseStatus.UNRECOGNIZED_OPERATION, request.operation().label() + " (expected: C-STORE)");
    }
    if (request.sopClassUid() == null || request.sopClassUid().isEmpty()) {
      throw new DimseException(
          DimseStatus.CANNOT_UNDERSTAND, "(0000,0002) Affected SOP Class UID missing");
    }
    if (StorageNegotiation.isDenied(request.sopClassUid(), deniedSopClassUids)) {
      throw new DimseException(
          DimseStatus.SOP_CLASS_NOT_SUPPORTED, "(0000,0002) Affected SOP Class UID is denied here");
    }
    if (request.sopInstanceUid() == null || request.sopInstanceUid().isEmpty()) {
      throw new DimseException(
          DimseStatus.CANNOT_UNDERSTAND, "(0000,1000) Affected SOP Instance UID missing");
    }
    if (!request.hasDataSet()) {
      throw new DimseException(
          DimseStatus.CANNOT_UNDERSTAND, "(0000,0800) Command Data Set Type: no data set");
    }
  }
}
