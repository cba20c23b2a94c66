package io.archway.dicom.net;

import java.util.List;

/**
 * The User Information item (PS3.8 9.3.2.3, PS3.7 D.3.3) of a request or an acceptance.
 *
 * @param maxPduLengthBytes the longest P-DATA-TF its sender wants to receive; 0 means unlimited
 * @param implementationClassUid null when the peer left it out
 * @param implementationVersionName null when absent
 * @param asynchronousOperationsWindow null when absent
 * @param userIdentity of a request, else null
 * @param userIdentityResponse the server response of an acceptance (PS3.7 D.3.3.7.2), else null
 */
public record UserInformation(
    long maxPduLengthBytes,
    String implementationClassUid,
    String implementationVersionName,
    AsynchronousOperationsWindow asynchronousOperationsWindow,
    List<RoleSelection> roleSelections,
    List<ExtendedNegotiation> extendedNegotiations,
    List<CommonExtendedNegotiation> commonExtendedNegotiations,
    UserIdentity userIdentity,
    byte[] userIdentityResponse) {

  public UserInformation {
    roleSelections = List.copyOf(roleSelections);
    extendedNegotiations = List.copyOf(extendedNegotiations);
    commonExtendedNegotiations = List.copyOf(commonExtendedNegotiations);
  }

  /** What every side sends: the maximum length and who implemented it. */
  public static UserInformation of(
      long maxPduLengthBytes, String implementationClassUid, String implementationVersionName) {
    return new UserInformation(
        maxPduLengthBytes,
        implementationClassUid,
        implementationVersionName,
        null,
        List.of(),
        List.of(),
        List.of(),
        null,
        null);
  }
}
