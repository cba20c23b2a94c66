package io.archway.dicom.dict;

/** What a registered UID names (column "UID Type" of PS3.6 table A-1). */
public enum UidKind {
  SOP_CLASS("SOP Class"),
  META_SOP_CLASS("Meta SOP Class"),
  SERVICE_CLASS("Service Class"),
  TRANSFER_SYNTAX("Transfer Syntax"),
  SOP_INSTANCE("Well-known SOP Instance"),
  FRAME_OF_REFERENCE("Well-known frame of reference"),
  SYNCHRONIZATION_FRAME_OF_REFERENCE("Synchronization Frame of Reference"),
  CODING_SCHEME("Coding Scheme"),
  UIDS_AS_CODING_SCHEME("DICOM UIDs as a Coding Scheme"),
  APPLICATION_CONTEXT("Application Context Name"),
  APPLICATION_HOSTING_MODEL("Application Hosting Model"),
  MAPPING_RESOURCE("Mapping Resource"),
  LDAP_OID("LDAP OID");

  private final String text;

  UidKind(String text) {
    this.text = text;
  }

  static UidKind of(String text) {
    for (UidKind kind : values()) {
      if (kind.text.equals(text)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("kind of UID: " + text + " (expected: one of PS3.6 A-1)");
  }
}
