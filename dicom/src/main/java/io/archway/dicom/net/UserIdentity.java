package io.archway.dicom.net;

/**
 * User Identity sub-item of a request (PS3.7 D.3.3.7). The fields are secrets: {@link #toString()}
 * shows none of them.
 *
 * @param type 1 user name, 2 user name and passcode, 3 Kerberos ticket, 4 SAML assertion, 5 JSON
 *     web token
 * @param primaryField not copied, treat as immutable
 * @param secondaryField the passcode of type 2, else empty
 */
public record UserIdentity(
    int type, boolean positiveResponseRequested, byte[] primaryField, byte[] secondaryField) {

  @Override
  public String toString() {
    return "UserIdentity[type=" + type + ", positiveResponse=" + positiveResponseRequested + "]";
  }
}
