package io.archway.dicom.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/** A-ASSOCIATE-RQ and A-ASSOCIATE-AC to bytes: the mirror of {@link AssociateDecoder}. Pure. */
final class AssociateEncoder {

  private static final int AE_TITLE_LENGTH = 16;
  private static final int RESERVED_AFTER_TITLES = 32;
  private static final int MAX_LENGTH_FIELD = 0xFFFF;

  private AssociateEncoder() {}

  static ByteBuf encode(ByteBufAllocator allocator, AssociateRq rq) {
    ByteBuf out = allocator.buffer();
    try {
      int start = beginPdu(out, PduType.ASSOCIATE_RQ);
      writeFixed(out, rq.protocolVersion(), rq.calledAeTitle(), rq.callingAeTitle());
      writeString(out, ItemType.APPLICATION_CONTEXT, rq.applicationContextUid());
      for (PresentationContextProposal context : rq.presentationContexts()) {
        int item = beginItem(out, ItemType.PRESENTATION_CONTEXT_RQ);
        out.writeByte(context.id()).writeZero(3);
        writeString(out, ItemType.ABSTRACT_SYNTAX, context.abstractSyntaxUid());
        context
            .transferSyntaxUids()
            .forEach(uid -> writeString(out, ItemType.TRANSFER_SYNTAX, uid));
        endItem(out, item);
      }
      writeUserInformation(out, rq.userInformation());
      return endPdu(out, start);
    } catch (RuntimeException e) {
      out.release();
      throw e;
    }
  }

  static ByteBuf encode(ByteBufAllocator allocator, AssociateAc ac) {
    ByteBuf out = allocator.buffer();
    try {
      int start = beginPdu(out, PduType.ASSOCIATE_AC);
      writeFixed(out, ac.protocolVersion(), ac.calledAeTitle(), ac.callingAeTitle());
      writeString(out, ItemType.APPLICATION_CONTEXT, ac.applicationContextUid());
      for (PresentationContextResult context : ac.presentationContexts()) {
        int item = beginItem(out, ItemType.PRESENTATION_CONTEXT_AC);
        out.writeByte(context.id()).writeByte(0);
        out.writeByte(context.result().code()).writeByte(0);
        writeString(out, ItemType.TRANSFER_SYNTAX, context.transferSyntaxUid());
        endItem(out, item);
      }
      writeUserInformation(out, ac.userInformation());
      return endPdu(out, start);
    } catch (RuntimeException e) {
      out.release();
      throw e;
    }
  }

  private static void writeUserInformation(ByteBuf out, UserInformation user) {
    int start = beginItem(out, ItemType.USER_INFORMATION);
    int maximum = beginItem(out, ItemType.MAXIMUM_LENGTH);
    out.writeInt((int) user.maxPduLengthBytes());
    endItem(out, maximum);
    if (user.implementationClassUid() != null) {
      writeString(out, ItemType.IMPLEMENTATION_CLASS_UID, user.implementationClassUid());
    }
    AsynchronousOperationsWindow window = user.asynchronousOperationsWindow();
    if (window != null) {
      int item = beginItem(out, ItemType.ASYNCHRONOUS_OPERATIONS_WINDOW);
      out.writeShort(window.maxInvoked()).writeShort(window.maxPerformed());
      endItem(out, item);
    }
    user.roleSelections().forEach(role -> writeRoleSelection(out, role));
    if (user.implementationVersionName() != null) {
      writeString(out, ItemType.IMPLEMENTATION_VERSION_NAME, user.implementationVersionName());
    }
    user.extendedNegotiations().forEach(extended -> writeExtended(out, extended));
    user.commonExtendedNegotiations().forEach(common -> writeCommonExtended(out, common));
    writeUserIdentity(out, user);
    endItem(out, start);
  }

  private static void writeRoleSelection(ByteBuf out, RoleSelection role) {
    int item = beginItem(out, ItemType.ROLE_SELECTION);
    writeField(out, role.sopClassUid());
    out.writeByte(role.scu() ? 1 : 0).writeByte(role.scp() ? 1 : 0);
    endItem(out, item);
  }

  private static void writeExtended(ByteBuf out, ExtendedNegotiation extended) {
    int item = beginItem(out, ItemType.EXTENDED_NEGOTIATION);
    writeField(out, extended.sopClassUid());
    out.writeBytes(extended.applicationInformation());
    endItem(out, item);
  }

  private static void writeCommonExtended(ByteBuf out, CommonExtendedNegotiation common) {
    int item = beginItem(out, ItemType.COMMON_EXTENDED_NEGOTIATION);
    writeField(out, common.sopClassUid());
    writeField(out, common.serviceClassUid());
    int list = out.writeShort(0).writerIndex();
    common.relatedGeneralSopClassUids().forEach(uid -> writeField(out, uid));
    out.setShort(list - 2, out.writerIndex() - list);
    endItem(out, item);
  }

  private static void writeUserIdentity(ByteBuf out, UserInformation user) {
    UserIdentity identity = user.userIdentity();
    if (identity != null) {
      int item = beginItem(out, ItemType.USER_IDENTITY_RQ);
      out.writeByte(identity.type()).writeByte(identity.positiveResponseRequested() ? 1 : 0);
      out.writeShort(identity.primaryField().length).writeBytes(identity.primaryField());
      out.writeShort(identity.secondaryField().length).writeBytes(identity.secondaryField());
      endItem(out, item);
    }
    byte[] response = user.userIdentityResponse();
    if (response != null) {
      int item = beginItem(out, ItemType.USER_IDENTITY_AC);
      out.writeShort(response.length).writeBytes(response);
      endItem(out, item);
    }
  }

  private static int beginPdu(ByteBuf out, PduType type) {
    return out.writeByte(type.code()).writeByte(0).writeInt(0).writerIndex();
  }

  private static ByteBuf endPdu(ByteBuf out, int start) {
    return out.setInt(start - 4, out.writerIndex() - start);
  }

  private static void writeFixed(ByteBuf out, int version, String called, String calling) {
    out.writeShort(version).writeShort(0);
    writeAeTitle(out, called);
    writeAeTitle(out, calling);
    out.writeZero(RESERVED_AFTER_TITLES);
  }

  private static void writeAeTitle(ByteBuf out, String title) {
    byte[] bytes = title.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > AE_TITLE_LENGTH) {
      throw new IllegalArgumentException(
          "AE title length: " + bytes.length + " (expected: <= " + AE_TITLE_LENGTH + ")");
    }
    out.writeBytes(bytes);
    for (int i = bytes.length; i < AE_TITLE_LENGTH; i++) {
      out.writeByte(' ');
    }
  }

  /** The index just behind the length field, which {@link #endItem} fills in. */
  private static int beginItem(ByteBuf out, int type) {
    return out.writeByte(type).writeByte(0).writeShort(0).writerIndex();
  }

  private static void endItem(ByteBuf out, int start) {
    int length = out.writerIndex() - start;
    if (length > MAX_LENGTH_FIELD) {
      throw new IllegalArgumentException(
          "item length: " + length + " (expected: <= " + MAX_LENGTH_FIELD + ")");
    }
    out.setShort(start - 2, length);
  }

  private static void writeString(ByteBuf out, int type, String text) {
    int item = beginItem(out, type);
    out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
    endItem(out, item);
  }

  private static void writeField(ByteBuf out, String text) {
    out.writeShort(text.length()).writeCharSequence(text, StandardCharsets.ISO_8859_1);
  }
}
