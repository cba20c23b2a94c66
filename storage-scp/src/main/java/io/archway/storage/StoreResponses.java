package io.archway.storage;

import io.archway.dicom.dimse.DimseResponse;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.ingest.Refusal;
import io.archway.ingest.Verdict;

/** What a verdict is in a C-STORE response (PS3.4 B.2.3, PS3.7 9.1.1.1.9). Pure. */
final class StoreResponses {
  private StoreResponses() {}

  static DimseResponse of(Verdict verdict) {
    return verdict instanceof Verdict.Refused refused
        ? DimseResponse.of(status(refused.reason())).withErrorComment(refused.detail())
        : DimseResponse.of(DimseStatus.SUCCESS);
  }

  private static DimseStatus status(Refusal reason) {
    return switch (reason) {
      case OUT_OF_SPACE, STORE_FAILED, INDEX_UNAVAILABLE, STOPPING, ABANDONED ->
          DimseStatus.OUT_OF_RESOURCES;
      case ORGANIZATION_UNKNOWN -> DimseStatus.NOT_AUTHORIZED;
      case SOP_CLASS_MISMATCH, SOP_INSTANCE_MISMATCH ->
          DimseStatus.DATA_SET_DOES_NOT_MATCH_SOP_CLASS;
      case UNPARSABLE -> DimseStatus.CANNOT_UNDERSTAND;
      case CONFLICT -> DimseStatus.DUPLICATE_SOP_INSTANCE;
      case FAILED -> DimseStatus.PROCESSING_FAILURE;
    };
  }
}
