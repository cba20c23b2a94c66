package io.archway.index.audit;

/** What an audited record is. The names are kept in rows: none may change its meaning. */
public enum RecordKind {
  PATIENT,
  STUDY,
  INSTANCE,
  MEDIUM,
  WORKLIST_ITEM,
  INBOX_ENTRY,
  REPORT,
  USER,
  USER_META,
  ROLE,
  TOKEN,
  ORGANIZATION,
  OFFICE,
  DEVICE,
  RADIOLOGIST,
  CATEGORY,
  FORM,
  OPTION,
  HEARTBEAT,
  MESSAGE,
  ASSOCIATION
}
