package io.archway.dicom.dimse;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.util.List;

/**
 * What a provider answers. The message id, the operation and the UIDs of the request are added by
 * the dispatcher.
 *
 * @param errorComment null for none; cut to the 64 characters of an LO when sent
 * @param offendingElements tags; empty for none
 * @param attributeIdentifiers tags of attributes that were not recognized or are missing, of
 *     N-CREATE and N-SET (PS3.7 C.4 and C.5); empty for none
 * @param errorId a number that the service class gives an error, else null
 * @param affectedSopInstanceUid if another than the request's (N-CREATE), else null
 * @param subOperations of a C-MOVE or C-GET, else null
 * @param dataSet an identifier or attribute list in whatever syntax, else null
 */
public record DimseResponse(
    DimseStatus status,
    String errorComment,
    List<Integer> offendingElements,
    List<Integer> attributeIdentifiers,
    Integer errorId,
    String affectedSopInstanceUid,
    SubOperations subOperations,
    DataSet dataSet) {

  private static final int MAX_COMMENT_CHARACTERS = 64;

  public DimseResponse {
    offendingElements = List.copyOf(offendingElements);
    attributeIdentifiers = List.copyOf(attributeIdentifiers);
  }

  /** The counts in responses of C-MOVE and C-GET (PS3.7 9.3.3.2); remaining -1 to leave it out. */
  public record SubOperations(int remaining, int completed, int failed, int warning) {}

  public static DimseResponse of(DimseStatus status) {
    return new DimseResponse(status, null, List.of(), List.of(), null, null, null, null);
  }

  public DimseResponse withErrorComment(String comment) {
    return new DimseResponse(
        status,
        comment,
        offendingElements,
        attributeIdentifiers,
        errorId,
        affectedSopInstanceUid,
        subOperations,
        dataSet);
  }

  public DimseResponse withOffendingElements(List<Integer> tags) {
    return new DimseResponse(
        status,
        errorComment,
        tags,
        attributeIdentifiers,
        errorId,
        affectedSopInstanceUid,
        subOperations,
        dataSet);
  }

  public DimseResponse withAttributeIdentifiers(List<Integer> tags) {
    return new DimseResponse(
        status,
        errorComment,
        offendingElements,
        tags,
        errorId,
        affectedSopInstanceUid,
        subOperations,
        dataSet);
  }

  public DimseResponse withErrorId(int id) {
    return new DimseResponse(
        status,
        errorComment,
        offendingElements,
        attributeIdentifiers,
        id,
        affectedSopInstanceUid,
        subOperations,
        dataSet);
  }

  public DimseResponse withAffectedSopInstanceUid(String uid) {
    return new DimseResponse(
        status,
        errorComment,
        offendingElements,
        attributeIdentifiers,
        errorId,
        uid,
        subOperations,
        dataSet);
  }

  public DimseResponse withSubOperations(SubOperations counts) {
    return new DimseResponse(
        status,
        errorComment,
        offendingElements,
        attributeIdentifiers,
        errorId,
        affectedSopInstanceUid,
        counts,
        dataSet);
  }

  public DimseResponse withDataSet(DataSet identifier) {
    return new DimseResponse(
        status,
        errorComment,
        offendingElements,
        attributeIdentifiers,
        errorId,
        affectedSopInstanceUid,
        subOperations,
        identifier);
  }

  /** The command set that answers that request with this. */
  CommandSet toCommand(CommandSet request) {
    CommandSet command = CommandSet.response(request, status.code());
    command.putUid(Tag.AFFECTED_SOP_INSTANCE_UID, affectedSopInstanceUid);
    command.putDataSetFollows(dataSet != null);
    if (errorComment != null && !errorComment.isEmpty()) {
      command.elements().put(Tag.ERROR_COMMENT, Vr.LO, commentValue());
    }
    putTags(command, Tag.OFFENDING_ELEMENT, offendingElements);
    putTags(command, Tag.ATTRIBUTE_IDENTIFIER_LIST, attributeIdentifiers);
    if (errorId != null) {
      command.putShort(Tag.ERROR_ID, errorId);
    }
    if (subOperations != null) {
      putSubOperations(command);
    }
    return command;
  }

  private static void putTags(CommandSet command, int tag, List<Integer> values) {
    if (!values.isEmpty()) {
      long[] tags = values.stream().mapToLong(value -> value & 0xFFFFFFFFL).toArray();
      command.elements().putInts(tag, Vr.AT, tags);
    }
  }

  /** One value of the default repertoire: a command set has no character set of its own. */
  private String commentValue() {
    String value = errorComment.replaceAll("[^\\x20-\\x7E]|\\\\", "?");
    return value.substring(0, Math.min(value.length(), MAX_COMMENT_CHARACTERS));
  }

  private void putSubOperations(CommandSet command) {
    if (subOperations.remaining() >= 0) {
      command.putShort(Tag.NUMBER_OF_REMAINING_SUBOPERATIONS, subOperations.remaining());
    }
    command.putShort(Tag.NUMBER_OF_COMPLETED_SUBOPERATIONS, subOperations.completed());
    command.putShort(Tag.NUMBER_OF_FAILED_SUBOPERATIONS, subOperations.failed());
    command.putShort(Tag.NUMBER_OF_WARNING_SUBOPERATIONS, subOperations.warning());
  }
}
