package io.archway.http.imaging.upload;

import io.archway.http.access.Actor;
import io.archway.http.imaging.MediumView;
import io.archway.http.imaging.NamedItem;
import io.archway.http.imaging.upload.UploadView.FileView;
import io.archway.http.imaging.upload.UploadView.Result;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Response;
import io.archway.index.access.Visibility;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKey;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.event.EventType;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumFileDao;
import io.archway.index.worklist.WorklistEntry;
import io.archway.ingest.Refusal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What follows from the verdicts of an upload's files: what was said of them goes to their media,
 * what was deleted is there again, the order has its images, the audit knows it, and the sender is
 * told what they may see. Thread-safe.
 */
final class UploadAnswers {
  private static final int MOST_VIEWS = 100;
  private static final int UIDS_AT_ONCE = 500;
  private static final String NEW = "new";
  private static final String NOT_LINKED =
      "kept, but not linked to worklist_id: it belongs to another order or patient, or that has its"
          + " images or was changed meanwhile";

  private final Database database;
  private final InstantSource clock;

  UploadAnswers(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * In the caller's transaction.
   *
   * @param named the order that the upload names; null: none
   * @return null where something is to be restored and that is not allowed now
   */
  Response answer(
      Handle handle,
      Request request,
      UploadFields fields,
      WorklistEntry named,
      List<FileOutcome> outcomes,
      boolean mayRestore)
      throws SQLException {
    long organizationKey = request.principal().organizationKey();
    Actor actor = Actor.of(handle, request.principal());
    Visibility visible = actor.visible();
    WorklistEntry order =
        named == null ? null : NamedItem.hold(handle, actor, named.item()).orElse(null);
    Map<Long, Boolean> media = new LinkedHashMap<>(); // whether something new came to it
    Map<Long, Boolean> seen = new LinkedHashMap<>();
    Map<String, Long> ofInstances = mediaOf(handle, organizationKey, outcomes);
    Set<Long> told = new HashSet<>(); // to the audit, with the row itself
    Set<Long> mayLink = new LinkedHashSet<>();
    for (FileOutcome outcome : outcomes) {
      Long key = mediumOf(outcome, ofInstances);
      refuseIfGone(outcome, key);
      boolean sees =
          key != null && seen.computeIfAbsent(key, one -> visible.seesMedium(handle, one));
      if (sees || key != null && outcome.result() == Result.STORED) {
        media.merge(key, outcome.result() == Result.STORED, Boolean::logicalOr);
      }
      if (outcome.mediumKey() != null && outcome.result() == Result.STORED) {
        told.add(key);
      }
      if (sees && isItself(outcome)) {
        mayLink.add(key);
      }
    }
    if (isAnyToBeRestored(handle, organizationKey, seen) && !mayRestore) {
      return null;
    }
    Instant now = clock.instant();
    restore(handle, organizationKey, seen, now);
    seen.values().removeIf(sees -> !sees);
    Set<Long> linked = order == null ? Set.of() : link(handle, actor, request, order, mayLink, now);
    List<FileView> views =
        outcomes.stream()
            .map(one -> view(one, mediumOf(one, ofInstances), seen, fields, linked))
            .toList();
    List<MediumView> shown = new ArrayList<>();
    for (long key : seen.keySet()) {
      Medium medium = say(handle, organizationKey, key, fields, now);
      if (shown.size() < MOST_VIEWS) {
        shown.add(MediumView.of(medium));
      }
    }
    media.keySet().removeAll(told);
    audit(handle, request, media);
    Long first = seen.isEmpty() ? null : seen.keySet().iterator().next();
    Long item = linked.isEmpty() ? null : fields.worklistItemKey;
    boolean created =
        outcomes.stream().anyMatch(one -> one.isKept() && one.result() != Result.DUPLICATE);
    return Response.json(new UploadView(first, item, shown, views)).status(created ? 201 : 200);
  }

  /** A conflict has the medium of what it contradicts. */
  private static boolean isItself(FileOutcome outcome) {
    return outcome.result() == Result.STORED || outcome.result() == Result.DUPLICATE;
  }

  private static Long mediumOf(FileOutcome outcome, Map<String, Long> ofInstances) {
    return outcome.mediumKey() != null
        ? outcome.mediumKey()
        : ofInstances.get(outcome.sopInstanceUid());
  }

  /** Of what the sender sees: with the item they would see the rest of somebody's study, too. */
  private Set<Long> link(
      Handle handle,
      Actor actor,
      Request request,
      WorklistEntry order,
      Set<Long> mediumKeys,
      Instant now)
      throws SQLException {
    MediumDao media = handle.attach(MediumDao.class);
    List<Medium> given =
        mediumKeys.stream()
            .map(key -> media.find(actor.organizationKey(), key))
            .flatMap(Optional::stream)
            .toList();
    return NamedItem.give(handle, database.keys(), actor, request.auditor(), order, given, now);
  }

  private static FileView view(
      FileOutcome outcome,
      Long mediumKey,
      Map<Long, Boolean> seen,
      UploadFields fields,
      Set<Long> linked) {
    boolean sees = mediumKey != null && seen.getOrDefault(mediumKey, false);
    boolean left =
        fields.worklistItemKey != null && mediumKey != null && !linked.contains(mediumKey);
    return new FileView(
        outcome.name(),
        outcome.result(),
        outcome.reason() == null && left ? NOT_LINKED : outcome.reason(),
        outcome.sopInstanceUid(),
        sees ? mediumKey : null);
  }

  /** What was kept as a duplicate of something that was purged meanwhile is not kept. */
  private static void refuseIfGone(FileOutcome outcome, Long mediumKey) {
    if (mediumKey == null && outcome.isKept() && !outcome.isInQuarantine()) {
      throw purgedMeanwhile();
    }
  }

  private static ProblemException purgedMeanwhile() {
    return MediaUpload.refused(
        Refusal.ABANDONED, "Something that was sent again was purged at the same time");
  }

  private static boolean isAnyToBeRestored(
      Handle handle, long organizationKey, Map<Long, Boolean> seen) {
    MediumFileDao media = handle.attach(MediumFileDao.class);
    boolean any = false;
    for (Map.Entry<Long, Boolean> each : seen.entrySet()) {
      boolean deleted =
          media
              .isDeleted(organizationKey, each.getKey())
              .orElseThrow(UploadAnswers::purgedMeanwhile);
      any |= deleted && each.getValue();
    }
    return any;
  }

  private static Map<String, Long> mediaOf(
      Handle handle, long organizationKey, List<FileOutcome> outcomes) {
    List<String> uids =
        outcomes.stream()
            .map(FileOutcome::sopInstanceUid)
            .filter(Objects::nonNull)
            .distinct()
            .sorted()
            .toList();
    MediumDao media = handle.attach(MediumDao.class);
    Map<String, Long> found = new HashMap<>();
    for (int from = 0; from < uids.size(); from += UIDS_AT_ONCE) {
      int to = Math.min(uids.size(), from + UIDS_AT_ONCE);
      media
          .ofInstances(organizationKey, uids.subList(from, to))
          .forEach(one -> found.putIfAbsent(one.sopInstanceUid(), one.mediumKey()));
    }
    return found;
  }

  /** A deleted medium whose file comes again is there again. */
  private static void restore(
      Handle handle, long organizationKey, Map<Long, Boolean> seen, Instant now)
      throws SQLException {
    MediumFileDao changes = handle.attach(MediumFileDao.class);
    for (Map.Entry<Long, Boolean> each : seen.entrySet()) {
      if (each.getValue() && changes.restore(organizationKey, each.getKey(), now) > 0) {
        Medium medium =
            handle
                .attach(MediumDao.class)
                .find(organizationKey, each.getKey())
                .orElseThrow(UploadAnswers::purgedMeanwhile);
        MediaChanges.tell(handle, EventType.MEDIUM_RESTORED, medium, now);
      }
    }
  }

  /** What nobody has said yet; whatever somebody said before stays. */
  private static Medium say(
      Handle handle, long organizationKey, long mediumKey, UploadFields fields, Instant now)
      throws SQLException {
    MediumDao media = handle.attach(MediumDao.class);
    MediumFileDao changes = handle.attach(MediumFileDao.class);
    Medium before =
        media.find(organizationKey, mediumKey).orElseThrow(UploadAnswers::purgedMeanwhile);
    if (!saysMore(fields, before)) {
      return before;
    }
    changes.say(
        organizationKey,
        mediumKey,
        before.status().equals(NEW) && fields.status != null ? fields.status : before.status(),
        before.description() == null ? fields.description : before.description(),
        before.meta() == null ? fields.meta() : before.meta(),
        before.category() == null ? fields.category : before.category(),
        null,
        now);
    Medium after = media.find(organizationKey, mediumKey).orElseThrow();
    MediaChanges.tell(handle, EventType.MEDIUM_UPDATED, after, now);
    return after;
  }

  private static boolean saysMore(UploadFields fields, Medium before) {
    return before.status().equals(NEW) && fields.status != null && !fields.status.equals(NEW)
        || before.description() == null && fields.description != null
        || before.meta() == null && fields.meta() != null
        || before.category() == null && fields.category != null;
  }

  /** What came again may have said more of its medium, or shown it again. */
  private static void audit(Handle handle, Request request, Map<Long, Boolean> media) {
    audit(handle, request, Action.CREATE, media, true);
    audit(handle, request, Action.UPDATE, media, false);
  }

  private static void audit(
      Handle handle, Request request, Action action, Map<Long, Boolean> media, boolean isNew) {
    List<RecordKey> records =
        media.entrySet().stream()
            .filter(each -> each.getValue() == isNew)
            .map(each -> new RecordKey(RecordKind.MEDIUM, each.getKey()))
            .toList();
    if (!records.isEmpty()) {
      Audit.changed(handle, request.auditor(), action, records);
    }
  }
}
