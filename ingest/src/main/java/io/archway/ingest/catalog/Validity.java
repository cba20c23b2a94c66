package io.archway.ingest.catalog;

import io.archway.index.study.IndexedArrival;
import io.archway.index.study.InstanceHeader;
import io.archway.index.study.Outcome;

/**
 * Whether an object can be an instance at all: its three UIDs (PS3.5 9.1) are there and have no
 * other than digits and periods, at most 64. Leading zeros, which the standard forbids, are common.
 */
final class Validity {
  private static final int MAX_UID_LENGTH = 64;

  private Validity() {}

  /** NONE when all is well. */
  static Outcome.Reason problemOf(IndexedArrival arrival) {
    InstanceHeader header = arrival.header();
    if (header == null) {
      return Outcome.Reason.NOT_PARSED;
    }
    if (!isUid(header.instance().sopInstanceUid())) {
      return Outcome.Reason.SOP_INSTANCE_UID;
    }
    if (!isUid(header.study().studyInstanceUid())) {
      return Outcome.Reason.STUDY_INSTANCE_UID;
    }
    return isUid(header.series().seriesInstanceUid())
        ? Outcome.Reason.NONE
        : Outcome.Reason.SERIES_INSTANCE_UID;
  }

  private static boolean isUid(String uid) {
    if (uid == null || uid.isEmpty() || uid.length() > MAX_UID_LENGTH) {
      return false;
    }
    for (int i = 0; i < uid.length(); i++) {
      char c = uid.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }
}
