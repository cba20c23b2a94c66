package io.archway.index.decision;

import io.archway.index.event.EventType;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxLists;
import io.archway.index.inbox.InboxReason;
import io.archway.index.study.CurrentVersion;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Which data set of a SOP Instance UID readers get; all of them are kept. */
final class ChoosingVersion {
  private ChoosingVersion() {}

  static Deed act(Doing doing, Choice.Version choice) throws SQLException {
    String uid = Json.tree(doing.entry().details()).path("sop_instance_uid").asText("");
    List<CurrentVersion> versions =
        CurrentVersion.lock(doing.connection(), doing.organizationKey(), uid);
    CurrentVersion chosen =
        versions.stream()
            .filter(one -> one.version() == choice.version())
            .findFirst()
            .orElseThrow(
                () ->
                    RefusedDecisionException.unfit(
                        "version", "expected: one of " + numbers(versions)));
    CurrentVersion was =
        versions.stream().filter(CurrentVersion::current).findFirst().orElse(chosen);
    if (was.version() != chosen.version()) {
      choose(doing, uid, chosen);
    }
    return new Deed.Chosen(uid, was.version(), chosen.version(), closeOthers(doing, uid, versions));
  }

  private static List<Integer> numbers(List<CurrentVersion> versions) {
    return versions.stream().map(CurrentVersion::version).toList();
  }

  private static void choose(Doing doing, String uid, CurrentVersion chosen) throws SQLException {
    CurrentVersion.choose(doing.connection(), doing.organizationKey(), uid, chosen.version());
    doing.tell(
        EventType.INSTANCE_CURRENT_CHANGED,
        chosen.patientKey(),
        chosen.studyKey(),
        chosen.mediumKey(),
        chosen.instanceKey());
  }

  /** One UID is decided once, however many data sets came under it. */
  private static List<Long> closeOthers(Doing doing, String uid, List<CurrentVersion> versions)
      throws SQLException {
    List<String> subjects =
        IntStream.rangeClosed(1, versions.get(versions.size() - 1).version())
            .mapToObj(version -> uid + ":" + version)
            .toList();
    List<Long> closed = new ArrayList<>();
    for (InboxEntry other :
        InboxLists.lockOpen(
            doing.connection(), doing.organizationKey(), InboxReason.INSTANCE_CONFLICT, subjects)) {
      if (other.inboxKey() != doing.entry().inboxKey()) {
        closed.add(other.inboxKey());
        doing.tellOf(other, EventType.INBOX_CLOSED);
      }
    }
    return closed;
  }

  static void undo(Doing doing, Deed.Chosen deed) throws SQLException {
    List<CurrentVersion> versions =
        CurrentVersion.lock(doing.connection(), doing.organizationKey(), deed.sopInstanceUid());
    boolean stillChosen =
        versions.stream().anyMatch(one -> one.current() && one.version() == deed.toVersion());
    if (!stillChosen) {
      throw RefusedDecisionException.inTheWay("Another data set was chosen since.");
    }
    CurrentVersion was =
        versions.stream()
            .filter(one -> one.version() == deed.fromVersion())
            .findFirst()
            .orElseThrow(
                () ->
                    RefusedDecisionException.inTheWay(
                        "The data set that was current before was deleted since."));
    if (deed.fromVersion() != deed.toVersion()) {
      choose(doing, deed.sopInstanceUid(), was);
    }
  }
}
