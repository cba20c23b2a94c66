package io.archway.index.worklist;

import io.archway.index.study.CodedValue;

/**
 * The Requested Procedure of an item (PS3.3 C.4.11). Study Instance UID and id are never empty in a
 * row; the others may be null.
 */
public record RequestedProcedure(
    String studyInstanceUid,
    String id,
    String description,
    CodedValue code,
    String priority,
    String reason,
    String comments) {
  public static final RequestedProcedure EMPTY =
      new RequestedProcedure(null, null, null, null, null, null, null);

  RequestedProcedure withUids(String uid, String procedureId) {
    return new RequestedProcedure(uid, procedureId, description, code, priority, reason, comments);
  }
}
