package io.archway.index.decision;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What a decision did beside closing its entry, and what it takes to take it back: kept as JSON in
 * {@code decision.undo_details}. Names are kept in rows: never rename one. Members that end in
 * {@code _key} or {@code _keys} are translated when an index is built anew.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "deed")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Deed.Nothing.class, name = "nothing"),
  @JsonSubTypes.Type(value = Deed.Linked.class, name = "linked"),
  @JsonSubTypes.Type(value = Deed.Unlinked.class, name = "unlinked"),
  @JsonSubTypes.Type(value = Deed.Merged.class, name = "merged"),
  @JsonSubTypes.Type(value = Deed.Moved.class, name = "moved"),
  @JsonSubTypes.Type(value = Deed.Chosen.class, name = "chosen"),
  @JsonSubTypes.Type(value = Deed.Final.class, name = "final")
})
public sealed interface Deed {
  /** Everything stays as it was. */
  record Nothing() implements Deed {}

  /** It cannot be taken back. */
  record Final(String why) implements Deed {}

  /**
   * Series of a study belong to an item; the links bear the decision's key.
   *
   * @param before what the item was
   */
  record Linked(long worklistItemKey, long studyKey, long mediumKey, Before before)
      implements Deed {}

  /** An item before images came to it; times as text. */
  record Before(
      Long mediumKey,
      String scanStatus,
      String firstArrivedAt,
      String lastArrivedAt,
      String readyAt,
      String imagesAfterReportAt) {}

  /**
   * Images of a study were taken from an item; the entry is open since.
   *
   * @param cancelled whether the item was, since it was made for these images alone
   * @param entry what the study's entry was; null where it had none
   */
  record Unlinked(
      long worklistItemKey,
      long studyKey,
      long mediumKey,
      List<Link> links,
      Before before,
      Before after,
      boolean cancelled,
      Entry entry)
      implements Deed {
    public Unlinked {
      links = List.copyOf(links);
    }
  }

  /** A series that belonged to the item; the time as text. */
  record Link(long seriesKey, Long stepKey, String grade, Long decisionKey, String linkedAt) {}

  /** An entry before it was opened for images that were taken back; {@code details} as a tree. */
  record Entry(
      String reason,
      String state,
      JsonNode details,
      String closedAt,
      Long closedByKey,
      String closedWhy,
      List<Candidate> candidates) {
    public Entry {
      candidates = List.copyOf(candidates);
    }
  }

  /** What an entry proposed. */
  record Candidate(
      int number, long worklistItemKey, Long stepKey, String grade, String differences) {}

  /** A patient row was merged into another; {@code madePatientKey} is one that was made for it. */
  record Merged(long patientMergeKey, long fromPatientKey, Long madePatientKey) implements Deed {}

  /** One study became another patient's. */
  record Moved(long studyKey, long fromPatientKey, long toPatientKey, Long madePatientKey)
      implements Deed {}

  /** Another data set became current; the entries beside the decided one were closed with it. */
  record Chosen(String sopInstanceUid, int fromVersion, int toVersion, List<Long> inboxKeys)
      implements Deed {
    public Chosen {
      inboxKeys = List.copyOf(inboxKeys);
    }
  }
}
