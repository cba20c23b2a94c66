package io.archway.http.access;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a caller may be permitted in the imaging family: the names of its contract, which are the
 * scopes of access tokens too, and those of what the contract does not know.
 */
public enum Permission {
  USER_INDEX("user.index"),
  USER_STORE("user.store"),
  USER_SHOW("user.show"),
  USER_UPDATE("user.update"),
  USER_DESTROY("user.destroy"),
  PERMISSION_INDEX("permission.index"),
  ROLE_INDEX("role.index"),
  ROLE_SHOW("role.show"),
  ROLE_STORE("role.store"),
  ROLE_UPDATE("role.update"),
  ROLE_DESTROY("role.destroy"),
  USER_MFA_DESTROY("user.mfa.destroy"),
  USER_ROLE_SHOW("user.role.show"),
  USER_ROLE_STORE("user.role.store"),
  USER_ROLE_UPDATE("user.role.update"),
  USER_ROLE_DESTROY("user.role.destroy"),
  USER_PERMISSION_STORE("user.permission.store"),
  USER_PERMISSION_SHOW("user.permission.show"),
  USER_PERMISSION_UPDATE("user.permission.update"),
  USER_PERMISSION_DESTROY("user.permission.destroy"),
  USER_META_INDEX("user.meta.index"),
  USER_META_STORE("user.meta.store"),
  USER_META_SHOW("user.meta.show"),
  USER_META_UPDATE("user.meta.update"),
  USER_META_DESTROY("user.meta.destroy"),
  USER_HEARTBEAT_INDEX("user.heartbeat.index"),
  USER_HEARTBEAT_STORE("user.heartbeat.store"),
  CATEGORY_INDEX("category.index"),
  CATEGORY_STORE("category.store"),
  CATEGORY_SHOW("category.show"),
  CATEGORY_UPDATE("category.update"),
  CATEGORY_DESTROY("category.destroy"),
  OPTION_INDEX("option.index"),
  OPTION_STORE("option.store"),
  OPTION_SHOW("option.show"),
  OPTION_UPDATE("option.update"),
  OPTION_DESTROY("option.destroy"),
  FORM_INDEX("form.index"),
  FORM_STORE("form.store"),
  FORM_SHOW("form.show"),
  FORM_UPDATE("form.update"),
  FORM_DESTROY("form.destroy"),
  OFFICE_INDEX("office.index"),
  OFFICE_STORE("office.store"),
  OFFICE_SHOW("office.show"),
  OFFICE_UPDATE("office.update"),
  OFFICE_DESTROY("office.destroy"),
  ORGANIZATION_INDEX("organization.index"),
  ORGANIZATION_STORE("organization.store"),
  ORGANIZATION_SHOW("organization.show"),
  ORGANIZATION_UPDATE("organization.update"),
  ORGANIZATION_DESTROY("organization.destroy"),
  RADIOLOGIST_INDEX("radiologist.index"),
  RADIOLOGIST_STORE("radiologist.store"),
  RADIOLOGIST_SHOW("radiologist.show"),
  RADIOLOGIST_UPDATE("radiologist.update"),
  RADIOLOGIST_DESTROY("radiologist.destroy"),
  PATIENT_INDEX("patient.index"),
  PATIENT_STORE("patient.store"),
  PATIENT_SHOW("patient.show"),
  PATIENT_UPDATE("patient.update"),
  PATIENT_DESTROY("patient.destroy"),
  PATIENT_MERGE("patient.merge"),
  MEDIA_INDEX("media.index"),
  MEDIA_STORE("media.store"),
  MEDIA_SHOW("media.show"),
  MEDIA_UPDATE("media.update"),
  MEDIA_DESTROY("media.destroy"),
  MEDIA_RESTORE("media.restore"),
  MEDIA_PURGE("media.purge"),
  MEDIA_DOWNLOAD("media.download"),
  DICOM_INDEX("dicom.index"),
  DICOM_STORE("dicom.store"),
  DICOM_SHOW("dicom.show"),
  DICOM_UPDATE("dicom.update"),
  DICOM_DESTROY("dicom.destroy"),
  WORKLIST_INDEX("worklist.index"),
  WORKLIST_STORE("worklist.store"),
  WORKLIST_SHOW("worklist.show"),
  WORKLIST_UPDATE("worklist.update"),
  WORKLIST_DESTROY("worklist.destroy"),
  REPORT_INDEX("report.index"),
  REPORT_STORE("report.store"),
  REPORT_SHOW("report.show"),
  REPORT_UPDATE("report.update"),
  REPORT_DESTROY("report.destroy"),
  REPORT_PREVIEW("report.preview"),
  REPORT_SIGN("report.sign"),
  INBOX_INDEX("inbox.index"),
  INBOX_SHOW("inbox.show"),
  INBOX_UPDATE("inbox.update"),
  INBOX_DESTROY("inbox.destroy"),
  ASSOCIATION_INDEX("association.index"),
  ASSOCIATION_SHOW("association.show"),
  EVENT_INDEX("event.index"),
  AUDIT_INDEX("audit.index"),
  AUDIT_SHOW("audit.show"),
  AUDIT_VERIFY("audit.verify"),
  MESSAGE_INDEX("message.index"),
  MESSAGE_SHOW("message.show"),
  MESSAGE_DESTROY("message.destroy");

  private static final Map<String, Permission> BY_TEXT =
      Arrays.stream(values()).collect(Collectors.toMap(Permission::text, Function.identity()));

  private final String text;

  Permission(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  public static Optional<Permission> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }

  /** All of them: what the administrator's role stands for. */
  public static Set<String> all() {
    return Set.copyOf(BY_TEXT.keySet());
  }
}
