package io.archway.index.event;

/** What an event tells. Names are kept in rows: never rename one. */
public enum EventType {
  /** A study's first object. */
  MEDIUM_ARRIVED,
  /** More objects of a study. */
  MEDIUM_UPDATED,
  /** A medium was deleted by a person, restorably or, with its file, for good. */
  MEDIUM_DELETED,
  /** A medium that was deleted is there again. */
  MEDIUM_RESTORED,
  /** Another data set came under a known SOP Instance UID. */
  INSTANCE_CONFLICT,
  /** Another data set of a SOP Instance UID became the current one. */
  INSTANCE_CURRENT_CHANGED,
  /** Something waits for a person. */
  INBOX_OPENED,
  INBOX_CLOSED,
  /** Instances or whole studies were removed for good. */
  STUDY_DELETED,
  /** An order was made. */
  ITEM_CREATED,
  /** An order or its steps were changed by a person or a device. */
  ITEM_UPDATED,
  /** An order was cancelled or deleted. */
  ITEM_CANCELLED,
  /** An item got its first images, or its images another item. */
  ITEM_ARRIVED,
  /** An item's images have been quiet for the set time. */
  ITEM_READY,
  /** Images came to an item that was read already. */
  ITEM_IMAGES_AFTER_REPORT,
  /** A person made a patient. */
  PATIENT_CREATED,
  /** A person deleted a patient, to whom nothing belonged. */
  PATIENT_DELETED,
  /** Something came for a patient who was deleted, who is there again. */
  PATIENT_RESTORED,
  PATIENT_MERGED,
  PATIENT_UNMERGED,
  /** A person said what name, birth date or sex a patient has. */
  PATIENT_CORRECTED,
  /** A person changed what else a practice keeps of a patient. */
  PATIENT_UPDATED,
  /** Nothing has been heard of an agent for the set time; details name its user. */
  AGENT_SILENT,
  /** A silent agent is heard of again. */
  AGENT_RETURNED,
  /** A report was begun or changed; details name it. */
  REPORT_SAVED,
  REPORT_DELETED,
  /** A report was signed, and is never changed from then on. */
  REPORT_SIGNED,
  /** Something was added to a signed report. */
  REPORT_ADDED
}
