package io.archway.dicom.net;

import io.archway.dicom.dict.Uid;
import io.archway.dicom.dict.UidRegistry;
import io.archway.dicom.dict.Uids;
import java.util.Set;

/**
 * Whether an abstract syntax is storage: every storage class of the registry, unknown UIDs under
 * that root, what Common Extended Negotiation declares as storage, and private roots. Pure.
 */
public final class StorageNegotiation {

  private static final String DICOM_ROOT = "1.2.840.10008.";

  private StorageNegotiation() {}

  /**
   * @param denied abstract syntaxes never to take; an entry that ends with a dot denies all UIDs
   *     under it
   */
  public static boolean accepts(String abstractSyntaxUid, AssociateRq request, Set<String> denied) {
    return Uid.isUsable(abstractSyntaxUid)
        && !isDenied(abstractSyntaxUid, denied)
        && (isStorage(abstractSyntaxUid) || isDeclaredStorage(abstractSyntaxUid, request));
  }

  /** Whether the UID alone says storage: registered, unknown under the storage root, or private. */
  public static boolean isStorage(String uid) {
    if (UidRegistry.storageSopClasses().contains(uid) || !uid.startsWith(DICOM_ROOT)) {
      return true;
    }
    return uid.startsWith(Uids.STORAGE_ROOT) && UidRegistry.entry(uid) == null;
  }

  private static boolean isDeclaredStorage(String uid, AssociateRq request) {
    return request.userInformation().commonExtendedNegotiations().stream()
        .anyMatch(
            item ->
                item.sopClassUid().equals(uid)
                    && item.serviceClassUid().equals(Uids.STORAGE_SERVICE_CLASS));
  }

  /**
   * @param denied as in {@link #accepts}
   */
  public static boolean isDenied(String uid, Set<String> denied) {
    return denied.contains(uid)
        || denied.stream().anyMatch(entry -> entry.endsWith(".") && uid.startsWith(entry));
  }
}
