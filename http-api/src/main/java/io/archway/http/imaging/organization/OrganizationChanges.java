package io.archway.http.imaging.organization;

import io.archway.http.access.DefaultRole;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.index.account.AccountDao;
import io.archway.index.account.UserDao;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.organization.Organization;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.organization.Tenants;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Makes, changes and deletes organizations. Only an operator of the gateway sees others than their
 * own; its administrators change their own. Used for one request in its transaction.
 */
record OrganizationChanges(Handle handle, Request request, Instant now) {

  private static final int MAX_ORGANIZATIONS = 1_000;
  private static final String ADMINISTRATOR = "organization_administrator_id";

  /** Whether the caller sees to all organizations. */
  boolean isOperator() {
    Principal principal = request.principal();
    return principal.userKey() != 0
        && handle.attach(UserDao.class).isOperator(principal.userKey()).orElse(false);
  }

  /** One that the caller sees. */
  Organization find(long organizationKey) {
    if (organizationKey != request.principal().organizationKey() && !isOperator()) {
      throw Problem.notFound().toException();
    }
    return organizations()
        .find(organizationKey)
        .orElseThrow(() -> Problem.notFound().toException());
  }

  long create(OrganizationBody body) {
    requireOperator();
    long own = organizations().lock(request.principal().organizationKey()).orElseThrow();
    if (organizations().list().size() >= MAX_ORGANIZATIONS) {
      throw conflict("organizations: %1$d (expected: < %1$d)".formatted(MAX_ORGANIZATIONS));
    }
    FieldErrors errors = new FieldErrors();
    checkNewAdministrator(own, body.organizationAdministratorId(), errors);
    if (organizations().keyOfSlug(body.slug()).isPresent()) {
      errors.add("slug", "taken (expected: a slug that no other organization has)");
    }
    checkTitles(0, body.calledAeTitles(), errors);
    errors.throwIfAny();
    Tenants tenants = new Tenants(handle);
    long key =
        tenants
            .create(body.slug(), body.name().strip(), body.description(null), now)
            .orElseThrow(() -> Problem.invalid("slug", "taken (expected: another)").toException());
    DefaultRole.ensure(handle, key);
    tenants.settleAdministrator(own, body.organizationAdministratorId(), key, now);
    writeTitles(key, body.calledAeTitles());
    Audit.changed(handle, request.auditor(), RecordKind.ORGANIZATION, key, Action.CREATE);
    Audit.changed(
        handle,
        request.auditor(),
        RecordKind.USER,
        body.organizationAdministratorId(),
        Action.UPDATE);
    return key;
  }

  /** A user of the operator's organization who is nothing there that it would miss. */
  private void checkNewAdministrator(long own, long userKey, FieldErrors errors) {
    UserDao users = handle.attach(UserDao.class);
    if (handle.attach(AccountDao.class).find(own, userKey).isEmpty()) {
      errors.add(
          ADMINISTRATOR, "expected: a user of your organization, who becomes one of the new");
    } else if (users.isOperator(userKey).orElse(false)) {
      errors.add(ADMINISTRATOR, "expected: a user who is no operator of the gateway");
    } else if (users.administrators(own).equals(List.of(userKey))) {
      errors.add(ADMINISTRATOR, "expected: a user who is not your last administrator");
    }
  }

  void update(long organizationKey, OrganizationBody body) {
    Organization was = find(organizationKey);
    organizations().lock(organizationKey);
    FieldErrors errors = new FieldErrors();
    long administrator = body.organizationAdministratorId();
    if (!handle.attach(UserDao.class).administrators(organizationKey).contains(administrator)) {
      errors.add(ADMINISTRATOR, "expected: a user who administers the organization");
    }
    boolean taken =
        organizations().keyOfSlug(body.slug()).filter(key -> key != organizationKey).isPresent();
    if (taken) {
      errors.add("slug", "taken (expected: a slug that no other organization has)");
    }
    if (body.calledAeTitles() != null) {
      requireOperatorForTitles(organizationKey, body.calledAeTitles());
      checkTitles(organizationKey, body.calledAeTitles(), errors);
    }
    errors.throwIfAny();
    organizations()
        .update(
            organizationKey,
            body.slug(),
            body.name().strip(),
            body.description(was.description()),
            now);
    organizations().nameAdministrator(organizationKey, administrator, now);
    writeTitles(organizationKey, body.calledAeTitles());
    Audit.changed(
        handle, request.auditor(), RecordKind.ORGANIZATION, organizationKey, Action.UPDATE);
  }

  void delete(long organizationKey) {
    find(organizationKey);
    requireOperator();
    if (organizationKey == request.principal().organizationKey()) {
      throw conflict("It is your own organization (expected: another).");
    }
    organizations().lock(organizationKey);
    Tenants tenants = new Tenants(handle);
    List<String> needs = tenants.needs(organizationKey);
    if (!needs.isEmpty()) {
      throw conflict(
          "The organization is needed by its %s (expected: none)."
              .formatted(String.join(", ", needs)));
    }
    if (handle.attach(UserDao.class).keysOf(organizationKey).stream()
        .anyMatch(key -> handle.attach(UserDao.class).isOperator(key).orElse(false))) {
      throw conflict("An operator of the gateway belongs to it (expected: none).");
    }
    tenants.delete(organizationKey, now);
    Audit.changed(
        handle, request.auditor(), RecordKind.ORGANIZATION, organizationKey, Action.DELETE);
  }

  private void requireOperator() {
    if (!isOperator()) {
      throw Problem.of(
              ProblemType.FORBIDDEN, "Only an operator of the gateway makes organizations.")
          .toException();
    }
  }

  /** Titles decide to whom images go, so that nobody takes one for themself. */
  private void requireOperatorForTitles(long organizationKey, List<String> titles) {
    boolean changed =
        !List.copyOf(titles.stream().sorted().toList())
            .equals(organizations().calledAeTitlesOf(organizationKey).stream().sorted().toList());
    if (changed && !isOperator()) {
      throw Problem.of(ProblemType.FORBIDDEN, "Only an operator of the gateway changes AE titles.")
          .toException();
    }
  }

  private void checkTitles(long organizationKey, List<String> titles, FieldErrors errors) {
    for (int i = 0; titles != null && i < titles.size(); i++) {
      if (organizations()
          .keyOfCalledAeTitle(titles.get(i))
          .filter(key -> key != organizationKey)
          .isPresent()) {
        errors.add(
            "called_ae_titles." + i, "taken (expected: a title that no other organization has)");
      }
    }
  }

  private void writeTitles(long organizationKey, List<String> titles) {
    if (titles != null) {
      organizations().removeCalledAeTitles(organizationKey);
      titles.forEach(title -> organizations().addCalledAeTitle(organizationKey, title));
    }
  }

  private OrganizationDao organizations() {
    return handle.attach(OrganizationDao.class);
  }

  private static ProblemException conflict(String text) {
    return Problem.of(ProblemType.CONFLICT, text).toException();
  }
}
