package io.archway.dicom.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * The sub-items of a User Information item (PS3.8 Annex D.1, PS3.7 D.3.3). Pure. The last of a
 * repeated single sub-item counts; unknown ones are skipped.
 */
final class UserInformationDecoder {

  private long maxPduLengthBytes;
  private String implementationClassUid;
  private String implementationVersionName;
  private AsynchronousOperationsWindow asynchronousOperationsWindow;
  private final List<RoleSelection> roleSelections = new ArrayList<>();
  private final List<ExtendedNegotiation> extendedNegotiations = new ArrayList<>();
  private final List<CommonExtendedNegotiation> commonExtendedNegotiations = new ArrayList<>();
  private UserIdentity userIdentity;
  private byte[] userIdentityResponse;

  /** Of a peer that left the item out; its maximum length is then unlimited. */
  static UserInformation none() {
    return new UserInformationDecoder().build();
  }

  UserInformation decode(ByteBuf in) {
    while (in.isReadable()) {
      int type = in.readUnsignedByte();
      readSubItem(type, AssociateDecoder.readItemBody(in, type));
    }
    return build();
  }

  private void readSubItem(int type, ByteBuf item) {
    switch (type) {
      case ItemType.MAXIMUM_LENGTH -> maxPduLengthBytes = item.readUnsignedInt();
      case ItemType.IMPLEMENTATION_CLASS_UID ->
          implementationClassUid = AssociateDecoder.readUid(item);
      case ItemType.IMPLEMENTATION_VERSION_NAME ->
          implementationVersionName = AssociateDecoder.readUid(item);
      case ItemType.ASYNCHRONOUS_OPERATIONS_WINDOW ->
          asynchronousOperationsWindow =
              new AsynchronousOperationsWindow(item.readUnsignedShort(), item.readUnsignedShort());
      case ItemType.ROLE_SELECTION -> roleSelections.add(readRoleSelection(item));
      case ItemType.EXTENDED_NEGOTIATION -> extendedNegotiations.add(readExtended(item));
      case ItemType.COMMON_EXTENDED_NEGOTIATION ->
          commonExtendedNegotiations.add(readCommonExtended(item));
      case ItemType.USER_IDENTITY_RQ -> userIdentity = readUserIdentity(item);
      case ItemType.USER_IDENTITY_AC ->
          userIdentityResponse = readBytes(item, "user identity server response length");
      default -> {} // PS3.7 D.3.3: sub-items not known are ignored
    }
  }

  private static RoleSelection readRoleSelection(ByteBuf item) {
    String uid = readUid(item, "role selection UID length");
    return new RoleSelection(uid, item.readUnsignedByte() == 1, item.readUnsignedByte() == 1);
  }

  private static ExtendedNegotiation readExtended(ByteBuf item) {
    String uid = readUid(item, "extended negotiation SOP class UID length");
    return new ExtendedNegotiation(uid, ByteBufUtil.getBytes(item));
  }

  private static CommonExtendedNegotiation readCommonExtended(ByteBuf item) {
    String sopClassUid = readUid(item, "common extended negotiation SOP class UID length");
    String serviceClassUid = readUid(item, "common extended negotiation service class UID length");
    List<String> related = new ArrayList<>();
    if (item.isReadable()) {
      ByteBuf list =
          AssociateDecoder.readField(
              item, item.readUnsignedShort(), "related general SOP class identification length");
      while (list.isReadable()) {
        related.add(readUid(list, "related general SOP class UID length"));
      }
    }
    return new CommonExtendedNegotiation(sopClassUid, serviceClassUid, related);
  }

  private static UserIdentity readUserIdentity(ByteBuf item) {
    int type = item.readUnsignedByte();
    boolean positiveResponse = item.readUnsignedByte() == 1;
    byte[] primary = readBytes(item, "user identity primary field length");
    byte[] secondary =
        item.isReadable() ? readBytes(item, "user identity secondary field length") : new byte[0];
    return new UserIdentity(type, positiveResponse, primary, secondary);
  }

  private static String readUid(ByteBuf item, String field) {
    return AssociateDecoder.readUid(
        AssociateDecoder.readField(item, item.readUnsignedShort(), field));
  }

  private static byte[] readBytes(ByteBuf item, String field) {
    return ByteBufUtil.getBytes(AssociateDecoder.readField(item, item.readUnsignedShort(), field));
  }

  private UserInformation build() {
    return new UserInformation(
        maxPduLengthBytes,
        implementationClassUid,
        implementationVersionName,
        asynchronousOperationsWindow,
        roleSelections,
        extendedNegotiations,
        commonExtendedNegotiations,
        userIdentity,
        userIdentityResponse);
  }
}
