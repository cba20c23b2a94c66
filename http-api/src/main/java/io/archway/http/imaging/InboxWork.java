package io.archway.http.imaging;

import io.archway.http.access.Actor;
import io.archway.http.imaging.InboxParts.DecisionPart;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.index.access.Visibility;
import io.archway.index.account.AccountDao;
import io.archway.index.account.Username;
import io.archway.index.database.Database;
import io.archway.index.database.Page;
import io.archway.index.database.PageRequest;
import io.archway.index.database.SqlFailureException;
import io.archway.index.decision.Author;
import io.archway.index.decision.CaseReading;
import io.archway.index.decision.Choice;
import io.archway.index.decision.InboxCase;
import io.archway.index.decision.InboxDecisions;
import io.archway.index.decision.RefusedDecisionException;
import io.archway.index.inbox.Decision;
import io.archway.index.inbox.DecisionDao;
import io.archway.index.inbox.InboxEntry;
import io.archway.index.inbox.InboxFilter;
import io.archway.index.inbox.InboxLists;
import io.archway.index.inbox.InboxOrder;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.study.Study;
import io.archway.index.study.StudyDao;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Reads and decides inbox entries for a caller, who sees those of their organization and, where
 * they are bound to offices, of these alone; a radiologist, who sees only what they are to read,
 * sees none. Items that the caller does not see are neither proposed nor chosen. Thread-safe.
 */
final class InboxWork {

  private final Database database;
  private final InboxDecisions decisions;
  private final Discarding discarding;

  InboxWork(Database database, InstantSource clock, Discarding discarding) {
    this.database = database;
    this.discarding = discarding;
    this.decisions = new InboxDecisions(database, clock);
  }

  private interface Reading<R> {
    R read(Handle handle, Actor actor) throws SQLException;
  }

  private <R> R read(Principal principal, Reading<R> reading) {
    return database.read(
        handle -> {
          try {
            return reading.read(handle, Actor.of(handle, principal));
          } catch (SQLException e) {
            throw new SqlFailureException(e);
          }
        });
  }

  Page<InboxView> list(
      Principal principal, InboxFilter filter, InboxOrder order, PageRequest asked) {
    return read(
        principal,
        (handle, actor) -> {
          InboxFilter seen = filter.within(offices(actor));
          if (seen.showsNothing()) {
            return new Page<>(List.of(), 0, false);
          }
          Page<InboxEntry> page =
              InboxLists.page(handle.getConnection(), actor.organizationKey(), seen, order, asked);
          List<InboxCase> cases =
              CaseReading.of(
                  handle.getConnection(), actor.organizationKey(), actor.visible(), page.rows());
          Map<Long, String> names = names(handle, actor, cases);
          return new Page<>(
              cases.stream().map(one -> InboxView.of(one, names)).toList(),
              page.total(),
              page.totalIsEstimate());
        });
  }

  Page<DecisionPart> decisions(Principal principal, PageRequest asked) {
    return read(
        principal,
        (handle, actor) -> {
          Page<Decision> page =
              handle
                  .attach(DecisionDao.class)
                  .page(actor.organizationKey(), actor.visible(), asked);
          Map<Long, String> names = namesOf(handle, actor, page.rows());
          return new Page<>(
              page.rows().stream().map(one -> DecisionPart.of(one, names)).toList(),
              page.total(),
              page.totalIsEstimate());
        });
  }

  InboxDetail show(Principal principal, long inboxKey) {
    return read(
        principal,
        (handle, actor) -> {
          InboxEntry entry = find(handle, actor, inboxKey);
          List<InboxCase> cases =
              CaseReading.of(
                  handle.getConnection(), actor.organizationKey(), actor.visible(), List.of(entry));
          return InboxDetail.of(cases.get(0), names(handle, actor, cases));
        });
  }

  /** With the place of its object. */
  InboxEntry file(Principal principal, long inboxKey) {
    InboxEntry entry = read(principal, (handle, actor) -> find(handle, actor, inboxKey));
    if (entry.container() == null) {
      throw Problem.notFound().toException();
    }
    return entry;
  }

  private static InboxEntry find(Handle handle, Actor actor, long inboxKey) throws SQLException {
    return InboxLists.find(handle.getConnection(), actor.organizationKey(), inboxKey)
        .filter(entry -> sees(actor, entry))
        .orElseThrow(() -> Problem.notFound().toException());
  }

  private static boolean sees(Actor actor, InboxEntry entry) {
    return actor.visible().includeOwnedBy(entry.officeKey());
  }

  /** Those whose entries are seen; null are all. Nothing is assigned before it is decided. */
  private static List<Long> offices(Actor actor) {
    Visibility visible = actor.visible();
    return visible.radiologistKey() != null ? List.of() : visible.officeKeys();
  }

  private static Map<Long, String> names(Handle handle, Actor actor, List<InboxCase> cases) {
    Stream<Long> closers = cases.stream().map(one -> one.entry().closedByKey());
    Stream<Long> deciders =
        cases.stream()
            .flatMap(one -> one.decisions().stream())
            .flatMap(one -> Stream.of(one.decidedByKey(), one.undoneByKey()));
    return names(handle, actor, Stream.concat(closers, deciders));
  }

  private static Map<Long, String> namesOf(Handle handle, Actor actor, List<Decision> decided) {
    return names(
        handle,
        actor,
        decided.stream().flatMap(one -> Stream.of(one.decidedByKey(), one.undoneByKey())));
  }

  private static Map<Long, String> names(Handle handle, Actor actor, Stream<Long> users) {
    List<Long> keys = users.filter(Objects::nonNull).distinct().sorted().toList();
    return keys.isEmpty()
        ? Map.of()
        : handle.attach(AccountDao.class).usernames(actor.organizationKey(), keys).stream()
            .collect(Collectors.toMap(Username::userKey, Username::username));
  }

  InboxDetail confirm(Request request, long inboxKey, Choice choice, String why) {
    return decide(
        request,
        inboxKey,
        why,
        author ->
            decisions.confirm(request.principal().organizationKey(), inboxKey, choice, author));
  }

  InboxDetail choose(Request request, long inboxKey, Choice choice, String why) {
    return decide(
        request,
        inboxKey,
        why,
        author ->
            decisions.choose(request.principal().organizationKey(), inboxKey, choice, author));
  }

  InboxDetail reject(Request request, long inboxKey, String why) {
    return decide(
        request,
        inboxKey,
        why,
        author -> decisions.reject(request.principal().organizationKey(), inboxKey, author));
  }

  /** Decided first, then done: where that fails the same call goes on with it. */
  InboxDetail discard(Request request, long inboxKey, String why) throws IOException {
    long organizationKey = request.principal().organizationKey();
    decide(request, inboxKey, why, author -> decisions.discard(organizationKey, inboxKey, author));
    discarding.discard(organizationKey, inboxKey);
    return show(request.principal(), inboxKey);
  }

  InboxDetail undo(Request request, long inboxKey, String why) {
    return decide(
        request,
        inboxKey,
        why,
        author -> decisions.undo(request.principal().organizationKey(), inboxKey, author));
  }

  /** Of a medium that the caller sees, by an entry that they will see. */
  InboxDetail unlink(Request request, long mediumKey, long itemKey, String why) {
    long organizationKey = request.principal().organizationKey();
    Author author =
        read(
            request.principal(),
            (handle, actor) ->
                new Author(actor.userKey(), actor.visible(), why.strip(), request.auditor()));
    long studyKey = studyOf(request.principal(), mediumKey);
    long inboxKey;
    try {
      inboxKey = decisions.unlink(organizationKey, studyKey, itemKey, author);
    } catch (RefusedDecisionException e) {
      throw problem(request.principal(), e);
    }
    return show(request.principal(), inboxKey);
  }

  private long studyOf(Principal principal, long mediumKey) {
    return read(
        principal,
        (handle, actor) -> {
          Medium medium =
              handle
                  .attach(MediumDao.class)
                  .find(actor.organizationKey(), actor.visible(), mediumKey)
                  .orElseThrow(() -> Problem.notFound().toException());
          if (medium.studyKey() == null) {
            throw conflict("Only images that came as a study are taken from an order.");
          }
          Study study =
              handle
                  .attach(StudyDao.class)
                  .find(actor.organizationKey(), medium.studyKey())
                  .orElseThrow(() -> Problem.notFound().toException());
          if (!actor.visible().includeOwnedBy(study.officeKey())) {
            throw conflict("The images came to an office whose inbox the user does not see.");
          }
          return study.studyKey();
        });
  }

  private static ProblemException conflict(String message) {
    return Problem.of(ProblemType.CONFLICT, message).toException();
  }

  private InboxDetail decide(
      Request request, long inboxKey, String why, Consumer<Author> decision) {
    try {
      decision.accept(author(request, inboxKey, why));
    } catch (RefusedDecisionException e) {
      throw problem(request.principal(), e);
    }
    return show(request.principal(), inboxKey);
  }

  /** Who sees the entry. */
  private Author author(Request request, long inboxKey, String why) {
    return read(
        request.principal(),
        (handle, actor) -> {
          find(handle, actor, inboxKey);
          return new Author(actor.userKey(), actor.visible(), why.strip(), request.auditor());
        });
  }

  private ProblemException problem(Principal principal, RefusedDecisionException refused) {
    return switch (refused.refusal()) {
      case NOT_FOUND -> Problem.notFound().toException();
      case UNFIT ->
          new FieldErrors().add(refused.field(), refused.getMessage()).problem().toException();
      case IN_THE_WAY -> conflict(refused.getMessage());
      case DECIDED -> conflict(decided(principal, refused));
    };
  }

  private String decided(Principal principal, RefusedDecisionException refused) {
    Long by = refused.decidedByKey();
    String who =
        by == null
            ? "the gateway"
            : read(
                principal,
                (handle, actor) ->
                    names(handle, actor, Stream.of(by)).getOrDefault(by, "user " + by));
    return "Decided already, by %s at %s.".formatted(who, refused.decidedAt());
  }
}
