package io.archway.dicom.net;

import java.util.Set;

/**
 * Whether an abstract syntax is storage: every storage class of the registry, unknown UIDs under
 * that root, what Common Extended Negotiation declares as storage, and private roots. Pure.
 */
public final class StorageNegotiation {

  private static final String DICOM_ROOT = "1.2.840.10008.";
  private static final String STORAGE_ROOT = "1.2.840.10008.5.1.4.1.1.";

  /** The Storage Service Class (PS3.4 Annex B), as service class UID of common negotiation. */
  private static final String STORAGE_SERVICE_CLASS = "1.2.840.10008.4.2";

  /** Registered under the storage root, but query, retrieve and management (PS3.4 H, HH, KK). */
  private static final Set<String> NOT_STORAGE =
      Set.of(
          STORAGE_ROOT + "200.4",
          STORAGE_ROOT + "200.5",
          STORAGE_ROOT + "200.6",
          STORAGE_ROOT + "201.2",
          STORAGE_ROOT + "201.3",
          STORAGE_ROOT + "201.4",
          STORAGE_ROOT + "201.5",
          STORAGE_ROOT + "201.6");

  /** Storage (and Non-Patient Object Storage) classes registered elsewhere. */
  private static final Set<String> STORAGE_ELSEWHERE =
      Set.of(
          "1.2.840.10008.5.1.1.27",
          "1.2.840.10008.5.1.1.29",
          "1.2.840.10008.5.1.1.30",
          "1.2.840.10008.5.1.4.34.7",
          "1.2.840.10008.5.1.4.34.10",
          "1.2.840.10008.5.1.4.38.1",
          "1.2.840.10008.5.1.4.39.1",
          "1.2.840.10008.5.1.4.43.1",
          "1.2.840.10008.5.1.4.44.1",
          "1.2.840.10008.5.1.4.45.1");

  private StorageNegotiation() {}

  /**
   * @param denied abstract syntaxes never to take, and roots of such: an entry that ends with a dot
   *     covers all UIDs under it
   */
  public static boolean accepts(String abstractSyntaxUid, AssociateRq request, Set<String> denied) {
    return UidSyntax.isValid(abstractSyntaxUid)
        && !isDenied(abstractSyntaxUid, denied)
        && (isStorage(abstractSyntaxUid) || isDeclaredStorage(abstractSyntaxUid, request));
  }

  /** Whether the UID alone says storage: registered, under the storage root, or private. */
  public static boolean isStorage(String uid) {
    if (uid.startsWith(STORAGE_ROOT)) {
      return !NOT_STORAGE.contains(uid);
    }
    return STORAGE_ELSEWHERE.contains(uid) || !uid.startsWith(DICOM_ROOT);
  }

  private static boolean isDeclaredStorage(String uid, AssociateRq request) {
    return request.userInformation().commonExtendedNegotiations().stream()
        .anyMatch(
            item ->
                item.sopClassUid().equals(uid)
                    && item.serviceClassUid().equals(STORAGE_SERVICE_CLASS));
  }

  private static boolean isDenied(String uid, Set<String> denied) {
    return denied.contains(uid)
        || denied.stream().anyMatch(entry -> entry.endsWith(".") && uid.startsWith(entry));
  }
}
