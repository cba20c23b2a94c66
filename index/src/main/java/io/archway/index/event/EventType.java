package io.archway.index.event;

/** What an event tells. Names are kept in rows: never rename one. */
public enum EventType {
  /** A study's first object. */
  MEDIUM_ARRIVED,
  /** More objects of a study. */
  MEDIUM_UPDATED,
  /** Another data set came under a known SOP Instance UID. */
  INSTANCE_CONFLICT,
  /** Something waits for a person. */
  INBOX_OPENED,
  INBOX_CLOSED,
  /** Instances or whole studies were removed for good. */
  STUDY_DELETED
}
