package io.archway.dicom.net;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The bodies of A-ASSOCIATE-RQ and A-ASSOCIATE-AC (PS3.8 9.3.2 and 9.3.3). Pure; the input is whole
 * and its length was checked. Unknown items are skipped, as the standard asks.
 *
 * <pre>
 * body           protocol version 2, reserved 2, called AE 16, calling AE 16, reserved 32, items
 * item           type 1, reserved 1, length 2, then length bytes
 * context RQ     id 1, reserved 3, sub-items
 * context AC     id 1, reserved 1, result 1, reserved 1, sub-item
 * </pre>
 */
final class AssociateDecoder {

  static final int FIXED_LENGTH = 68;

  private static final int AE_TITLE_LENGTH = 16;
  private static final int RESERVED_AFTER_TITLES = 32;

  private int protocolVersion;
  private String calledAeTitle;
  private String callingAeTitle;
  private String applicationContextUid = "";
  private final List<PresentationContextProposal> proposals = new ArrayList<>();
  private final List<PresentationContextResult> results = new ArrayList<>();
  private UserInformation userInformation;

  private AssociateDecoder() {}

  static AssociateRq decodeRequest(ByteBuf in) {
    AssociateDecoder d = new AssociateDecoder();
    d.decode(in, ItemType.PRESENTATION_CONTEXT_RQ);
    return new AssociateRq(
        d.protocolVersion,
        d.calledAeTitle,
        d.callingAeTitle,
        d.applicationContextUid,
        d.proposals,
        d.userInformation);
  }

  static AssociateAc decodeAcceptance(ByteBuf in) {
    AssociateDecoder d = new AssociateDecoder();
    d.decode(in, ItemType.PRESENTATION_CONTEXT_AC);
    return new AssociateAc(
        d.protocolVersion,
        d.calledAeTitle,
        d.callingAeTitle,
        d.applicationContextUid,
        d.results,
        d.userInformation);
  }

  private void decode(ByteBuf in, int contextItemType) {
    try {
      protocolVersion = in.readUnsignedShort();
      in.skipBytes(2);
      calledAeTitle = readAeTitle(in);
      callingAeTitle = readAeTitle(in);
      in.skipBytes(RESERVED_AFTER_TITLES);
      while (in.isReadable()) {
        readItem(in, contextItemType);
      }
      if (userInformation == null) {
        userInformation = UserInformationDecoder.none();
      }
    } catch (IndexOutOfBoundsException e) {
      throw truncated(e);
    }
  }

  private void readItem(ByteBuf in, int contextItemType) {
    int type = in.readUnsignedByte();
    ByteBuf item = readItemBody(in, type);
    if (type == ItemType.APPLICATION_CONTEXT) {
      applicationContextUid = readUid(item);
    } else if (type == contextItemType && type == ItemType.PRESENTATION_CONTEXT_RQ) {
      proposals.add(readProposal(item));
    } else if (type == contextItemType) {
      results.add(readResult(item));
    } else if (type == ItemType.USER_INFORMATION) {
      userInformation = new UserInformationDecoder().decode(item);
    }
  }

  private PresentationContextProposal readProposal(ByteBuf item) {
    int id = readContextId(item);
    item.skipBytes(3);
    String abstractSyntaxUid = null;
    List<String> transferSyntaxUids = new ArrayList<>(4);
    while (item.isReadable()) {
      int type = item.readUnsignedByte();
      ByteBuf subItem = readItemBody(item, type);
      if (type == ItemType.ABSTRACT_SYNTAX) {
        abstractSyntaxUid = readUid(subItem);
      } else if (type == ItemType.TRANSFER_SYNTAX) {
        transferSyntaxUids.add(readUid(subItem));
      }
    }
    if (abstractSyntaxUid == null) {
      throw PduException.invalid("abstract syntax sub-items of context " + id, 0, "1");
    }
    for (PresentationContextProposal other : proposals) {
      if (other.id() == id) {
        throw PduException.invalid("presentation context id", id, "one not yet used");
      }
    }
    return new PresentationContextProposal(id, abstractSyntaxUid, transferSyntaxUids);
  }

  private static PresentationContextResult readResult(ByteBuf item) {
    int id = readContextId(item);
    item.skipBytes(1);
    int result = item.readUnsignedByte();
    item.skipBytes(1);
    String transferSyntaxUid = "";
    while (item.isReadable()) {
      int type = item.readUnsignedByte();
      ByteBuf subItem = readItemBody(item, type);
      if (type == ItemType.TRANSFER_SYNTAX) {
        transferSyntaxUid = readUid(subItem);
      }
    }
    return new PresentationContextResult(
        id, PresentationContextResult.Result.of(result), transferSyntaxUid);
  }

  private static int readContextId(ByteBuf item) {
    int id = item.readUnsignedByte();
    if (id % 2 == 0) {
      throw PduException.invalid("presentation context id", id, "odd");
    }
    return id;
  }

  /** Skips the reserved octet; the body is a view of the input. */
  static ByteBuf readItemBody(ByteBuf in, int type) {
    in.skipBytes(1);
    return readField(in, in.readUnsignedShort(), String.format("item 0x%02X length", type));
  }

  static ByteBuf readField(ByteBuf in, int length, String field) {
    if (length > in.readableBytes()) {
      throw PduException.invalid(field, length, "<= " + in.readableBytes());
    }
    return in.readSlice(length);
  }

  /** The whole of the item, without the NUL or space some pad it with. */
  static String readUid(ByteBuf item) {
    return trim(item.readCharSequence(item.readableBytes(), StandardCharsets.ISO_8859_1));
  }

  static PduException truncated(IndexOutOfBoundsException cause) {
    DecoderException e =
        new PduException(
            AbortReason.INVALID_PDU_PARAMETER_VALUE,
            "A-ASSOCIATE item: ends before its last field (expected: all fields)");
    e.initCause(cause);
    return (PduException) e;
  }

  private static String readAeTitle(ByteBuf in) {
    return trim(in.readCharSequence(AE_TITLE_LENGTH, StandardCharsets.ISO_8859_1));
  }

  /** Without leading and trailing blanks and controls; controls inside become spaces. */
  static String trim(CharSequence padded) {
    StringBuilder text = new StringBuilder(padded.length());
    for (int i = 0; i < padded.length(); i++) {
      char c = padded.charAt(i);
      text.append(Character.isISOControl(c) ? ' ' : c);
    }
    return text.toString().strip();
  }
}
