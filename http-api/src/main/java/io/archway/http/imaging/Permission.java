package io.archway.http.imaging;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller may be permitted in this family, under the names of its contract. */
public enum Permission {
  PATIENT_INDEX("patient.index"),
  PATIENT_SHOW("patient.show"),
  PATIENT_UPDATE("patient.update"),
  PATIENT_MERGE("patient.merge"),
  MEDIA_INDEX("media.index"),
  MEDIA_SHOW("media.show"),
  MEDIA_DOWNLOAD("media.download"),
  DICOM_SHOW("dicom.show"),
  DICOM_STORE("dicom.store"),
  DICOM_UPDATE("dicom.update"),
  WORKLIST_INDEX("worklist.index"),
  WORKLIST_STORE("worklist.store"),
  WORKLIST_SHOW("worklist.show"),
  WORKLIST_UPDATE("worklist.update"),
  WORKLIST_DESTROY("worklist.destroy"),
  INBOX_INDEX("inbox.index"),
  INBOX_SHOW("inbox.show"),
  INBOX_UPDATE("inbox.update"),
  INBOX_DESTROY("inbox.destroy"),
  ASSOCIATION_INDEX("association.index"),
  ASSOCIATION_SHOW("association.show"),
  EVENT_INDEX("event.index");

  private final String text;

  Permission(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }

  /** All of them: what the administrator's role stands for. */
  public static Set<String> all() {
    return Arrays.stream(values()).map(Permission::text).collect(Collectors.toUnmodifiableSet());
  }
}
