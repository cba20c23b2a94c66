package io.archway.dicom.dimse;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A command set (PS3.7 6.3 and Annex E): a data set of group 0000 in implicit VR little endian. Not
 * thread-safe while it is built.
 */
public final class CommandSet {

  /** Command Data Set Type: no data set follows. */
  private static final int NO_DATA_SET = 0x0101;

  private static final int DATA_SET_FOLLOWS = 0x0000;
  private static final int MAX_ELEMENTS = 256;
  private static final int NO_GROUP = 0x0000FFFF;

  private final DataSet elements;

  private CommandSet(DataSet elements) {
    this.elements = elements;
  }

  /** A request; the Message ID is put in when it is sent. */
  public static CommandSet request(DimseOperation operation) {
    return new CommandSet(new DataSet()).putShort(Tag.COMMAND_FIELD, operation.commandField());
  }

  /** C-CANCEL, which names a request and has no id of its own (PS3.7 9.3.2.3). */
  static CommandSet cancel(int messageId) {
    return request(DimseOperation.C_CANCEL)
        .putShort(Tag.MESSAGE_ID_BEING_RESPONDED_TO, messageId)
        .putDataSetFollows(false);
  }

  /** A response to a request, of which it repeats what PS3.7 wants repeated. */
  static CommandSet response(CommandSet request, int status) {
    CommandSet response = new CommandSet(new DataSet());
    response.putShort(Tag.COMMAND_FIELD, request.commandField() | DimseOperation.RESPONSE);
    response.putShort(Tag.MESSAGE_ID_BEING_RESPONDED_TO, request.messageId());
    response.putShort(Tag.STATUS, status);
    response.putUid(Tag.AFFECTED_SOP_CLASS_UID, request.sopClassUid());
    response.putUid(Tag.AFFECTED_SOP_INSTANCE_UID, request.sopInstanceUid());
    response.copyShort(request, Tag.EVENT_TYPE_ID);
    response.copyShort(request, Tag.ACTION_TYPE_ID);
    return response;
  }

  /**
   * @throws DicomParseException if it is no command set: unreadable, of another group, or without
   *     what every command has
   */
  static CommandSet decode(ByteBuffer bytes) {
    ParseLimits limits =
        ParseLimits.DEFAULT
            .withMaxDepth(0)
            .withMaxElements(MAX_ELEMENTS)
            .withMaxValueBytes(bytes.remaining())
            .withMaxHeldBytes(bytes.remaining() + (long) MAX_ELEMENTS * 64);
    return new CommandSet(DataSets.read(bytes, TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN, limits));
  }

  /** Null if it can be acted upon, else the element that is missing or wrong. */
  String problem() {
    for (var element : elements) {
      if ((element.tag() & ~NO_GROUP) != 0) {
        return Tag.toString(element.tag()) + " in a command set (expected: group 0000)";
      }
    }
    if (unsignedShort(Tag.COMMAND_FIELD) < 0) {
      return "Command Field: missing (expected: one US value)";
    } else if (unsignedShort(Tag.COMMAND_DATA_SET_TYPE) < 0) {
      return "Command Data Set Type: missing (expected: one US value)";
    } else if ((isResponse() || isCancel())
        && unsignedShort(Tag.MESSAGE_ID_BEING_RESPONDED_TO) < 0) {
      return "Message ID Being Responded To: missing (expected: one US value)";
    } else if (!isResponse() && !isCancel() && messageId() < 0) {
      return "Message ID: missing (expected: one US value)";
    } else if (isResponse() && status() < 0) {
      return "Status: missing (expected: one US value)";
    }
    return null;
  }

  byte[] encode() {
    DataSetWriter writer = new DataSetWriter(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    elements.remove(Tag.COMMAND_GROUP_LENGTH);
    elements.putInts(Tag.COMMAND_GROUP_LENGTH, Vr.UL, writer.length(elements));
    return writer.toBytes(elements);
  }

  /** The elements as they are, for what has no accessor here. */
  public DataSet elements() {
    return elements;
  }

  public int commandField() {
    return unsignedShort(Tag.COMMAND_FIELD);
  }

  /** The operation requested or answered; null if the standard has none of that number. */
  public DimseOperation operation() {
    return DimseOperation.of(commandField());
  }

  public boolean isResponse() {
    return (commandField() & DimseOperation.RESPONSE) != 0;
  }

  boolean isCancel() {
    return commandField() == DimseOperation.C_CANCEL.commandField();
  }

  public boolean hasDataSet() {
    return unsignedShort(Tag.COMMAND_DATA_SET_TYPE) != NO_DATA_SET;
  }

  /** -1 if missing. */
  public int messageId() {
    return unsignedShort(Tag.MESSAGE_ID);
  }

  /** -1 if missing. */
  public int messageIdBeingRespondedTo() {
    return unsignedShort(Tag.MESSAGE_ID_BEING_RESPONDED_TO);
  }

  /** -1 if missing. */
  public int status() {
    return unsignedShort(Tag.STATUS);
  }

  /** Null if missing. */
  public String errorComment() {
    return elements.string(Tag.ERROR_COMMENT);
  }

  /** Affected or Requested SOP Class UID, whichever is there; null if neither. */
  public String sopClassUid() {
    String affected = elements.string(Tag.AFFECTED_SOP_CLASS_UID);
    return affected != null ? affected : elements.string(Tag.REQUESTED_SOP_CLASS_UID);
  }

  /** Affected or Requested SOP Instance UID, whichever is there; null if neither. */
  public String sopInstanceUid() {
    String affected = elements.string(Tag.AFFECTED_SOP_INSTANCE_UID);
    return affected != null ? affected : elements.string(Tag.REQUESTED_SOP_INSTANCE_UID);
  }

  /** The US value of a tag, or -1 if it is missing, empty or none. */
  public int unsignedShort(int tag) {
    byte[] bytes = elements.bytes(tag);
    return bytes == null || bytes.length != 2 ? -1 : (bytes[0] & 0xFF) | (bytes[1] & 0xFF) << 8;
  }

  /** The AT values of a tag; none if it is missing or not made of whole ones. */
  public List<Integer> tags(int tag) {
    byte[] bytes = elements.bytes(tag);
    List<Integer> tags = new ArrayList<>();
    if (bytes != null && bytes.length % 4 == 0) {
      ByteBuffer values = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      while (values.hasRemaining()) {
        tags.add((values.getShort() & 0xFFFF) << 16 | values.getShort() & 0xFFFF);
      }
    }
    return tags;
  }

  public CommandSet putShort(int tag, int value) {
    elements.putInts(tag, Vr.US, value);
    return this;
  }

  /** Nothing is put for null. */
  public CommandSet putUid(int tag, String uid) {
    if (uid != null) {
      elements.put(tag, Vr.UI, uid);
    }
    return this;
  }

  CommandSet putDataSetFollows(boolean follows) {
    return putShort(Tag.COMMAND_DATA_SET_TYPE, follows ? DATA_SET_FOLLOWS : NO_DATA_SET);
  }

  private void copyShort(CommandSet from, int tag) {
    int value = from.unsignedShort(tag);
    if (value >= 0) {
      putShort(tag, value);
    }
  }
}
