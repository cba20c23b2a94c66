package io.archway.http.imaging.people;

import static io.archway.http.kernel.Endpoint.delete;
import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.http.access.Permission;
import io.archway.http.access.Precedence;
import io.archway.http.kernel.Asked;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.kernel.Rule;
import io.archway.index.account.Account;
import io.archway.index.account.UserDao;
import io.archway.index.account.UserMeta;
import io.archway.index.account.UserMetaDao;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What is kept of users under keys, for whoever builds on the gateway; everybody has their own. */
public final class UserMetaResource implements Resource {

  private static final String KEY_PATTERN = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";
  private static final String KEY_MEANING =
      "1 to 100 letters, digits, dots, hyphens and underscores, of which a letter or digit is first";
  private static final int MAX_ITEMS = 10;
  private static final int MAX_LENGTH = 10_000;
  private static final int MAX_SHOWN = 64;
  private static final String OBJECT =
      "expected: an object of 1 to %d members".formatted(MAX_ITEMS);

  private static final Parameter<Long> USER_ID = Parameter.pathKey("user_id");
  private static final Parameter<String> KEY = Parameter.pathText("key", 100);

  private final Database database;
  private final UserRules rules;
  private final InstantSource clock;

  public UserMetaResource(Database database, InstantSource clock) {
    this.database = database;
    this.rules = new UserRules();
    this.clock = clock;
  }

  @Override
  public String name() {
    return "user meta";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/user/{user_id}/meta", "listUserMeta")
            .summary("All that is kept of a user, by key; at most 100.")
            .takes(USER_ID)
            .needsUnlessOwn(Permission.USER_META_INDEX.text(), USER_ID)
            .shows(RecordKind.USER, USER_ID)
            .answersListOf(MetaView.class)
            .handles(this::list),
        post("/user/{user_id}/meta", "createUserMeta")
            .summary(
                "Keeps an object of 1 to 10 members under a new key; without meta_key each member"
                    + " under its own name, all of them or none, and kept says them all.")
            .takes(USER_ID)
            .needsUnlessOwn(Permission.USER_META_STORE.text(), USER_ID)
            .shows(RecordKind.USER, USER_ID)
            .creates(NewMetaView.class)
            .handles(NewMeta.class, this::create),
        get("/user/{user_id}/meta/{key}", "showUserMeta")
            .summary("What is kept under a key.")
            .takes(USER_ID, KEY)
            .needsUnlessOwn(Permission.USER_META_SHOW.text(), USER_ID)
            .shows(RecordKind.USER, USER_ID)
            .answers(MetaView.class)
            .handles(this::show),
        put("/user/{user_id}/meta/{key}", "updateUserMeta")
            .summary("Changes what is given.")
            .takes(USER_ID, KEY)
            .needsUnlessOwn(Permission.USER_META_UPDATE.text(), USER_ID)
            .shows(RecordKind.USER, USER_ID)
            .answers(MetaView.class)
            .handles(MetaChange.class, this::update),
        delete("/user/{user_id}/meta/{key}", "deleteUserMeta")
            .summary("Forgets the key and what is kept under it.")
            .takes(USER_ID, KEY)
            .needsUnlessOwn(Permission.USER_META_DESTROY.text(), USER_ID)
            .shows(RecordKind.USER, USER_ID)
            .answersNothing()
            .handles(this::remove));
  }

  record MetaView(
      long id,
      long userId,
      String metaKey,
      JsonNode metaValue,
      boolean autoload,
      Instant createdAt,
      Instant updatedAt) {

    static MetaView of(UserMeta meta) {
      return new MetaView(
          meta.metaKey(),
          meta.userKey(),
          meta.name(),
          UserViews.value(meta),
          meta.autoload(),
          meta.createdAt(),
          meta.updatedAt());
    }
  }

  /** The first that was kept; {@code kept} are all, where each has the name of its member. */
  record NewMetaView(
      long id,
      long userId,
      String metaKey,
      JsonNode metaValue,
      boolean autoload,
      Instant createdAt,
      Instant updatedAt,
      Asked<List<MetaView>> kept) {

    static NewMetaView of(List<MetaView> made, boolean each) {
      MetaView first = made.get(0);
      return new NewMetaView(
          first.id,
          first.userId,
          first.metaKey,
          first.metaValue,
          first.autoload,
          first.createdAt,
          first.updatedAt,
          Asked.when(each, () -> made));
    }
  }

  /** {@code userId} may be said again, as a number or a text. */
  record NewMeta(
      JsonNode userId,
      @Rule.Size(max = 100) @Rule.Matches(value = KEY_PATTERN, meaning = KEY_MEANING)
          String metaKey,
      @Rule.Required JsonNode metaValue,
      Boolean autoload)
      implements Rule.Across {

    @Override
    public void check(FieldErrors errors) {
      checkValue(errors, metaValue);
      if (metaKey == null && metaValue.isObject()) {
        metaValue.fieldNames().forEachRemaining(name -> checkName(name, errors));
      }
    }

    private static void checkName(String name, FieldErrors errors) {
      if (!name.matches(KEY_PATTERN)) {
        String shown = name.replaceAll("\\p{Cntrl}", "");
        errors.add(
            "meta_value." + shown.substring(0, Math.min(shown.length(), MAX_SHOWN)),
            "name: expected: " + KEY_MEANING);
      }
    }

    /** By key. */
    Map<String, JsonNode> values() {
      Map<String, JsonNode> values = new LinkedHashMap<>();
      if (metaKey != null) {
        values.put(metaKey, metaValue);
      } else {
        metaValue.properties().forEach(each -> values.put(each.getKey(), each.getValue()));
      }
      return values;
    }

    /** How errors call a key. */
    String field(String key) {
      return metaKey != null ? "meta_key" : "meta_value." + key;
    }
  }

  /** What was kept as a single value may be replaced by one. */
  record MetaChange(JsonNode metaValue, Boolean autoload) implements Rule.Across {
    @Override
    public void check(FieldErrors errors) {
      if (metaValue != null && metaValue.isObject()) {
        checkValue(errors, metaValue);
      } else if (metaValue != null) {
        checkText(errors, metaValue);
      }
    }

    void checkFits(UserMeta was) {
      if (metaValue != null && !metaValue.isObject() && UserViews.value(was).isObject()) {
        throw Problem.invalid("meta_value", OBJECT).toException();
      }
    }
  }

  private static void checkValue(FieldErrors errors, JsonNode value) {
    if (!value.isObject() || value.isEmpty() || value.size() > MAX_ITEMS) {
      errors.add("meta_value", OBJECT);
      return;
    }
    checkText(errors, value);
  }

  private static void checkText(FieldErrors errors, JsonNode value) {
    String text = value.toString();
    if (text.length() > MAX_LENGTH) {
      errors.add(
          "meta_value",
          "length as JSON: %d (expected: <= %d)".formatted(text.length(), MAX_LENGTH));
    } else if (text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF)) {
      errors.add("meta_value", "expected: text in valid Unicode");
    }
  }

  private Response list(Request request) {
    return Response.json(
        database.read(
            handle -> {
              Account user = rules.find(handle, request, request.get(USER_ID));
              return handle
                  .attach(UserMetaDao.class)
                  .list(user.organizationKey(), user.userKey())
                  .stream()
                  .map(MetaView::of)
                  .toList();
            }));
  }

  private Response show(Request request) {
    return Response.json(database.read(handle -> MetaView.of(find(handle, request))));
  }

  private Response create(Request request, NewMeta body) {
    return Response.created(database.durably(handle -> create(handle, request, body)));
  }

  private NewMetaView create(Handle handle, Request request, NewMeta body) {
    long userKey = request.get(USER_ID);
    Account user = change(handle, request);
    UserMetaDao metas = handle.attach(UserMetaDao.class);
    check(metas, user, body);
    List<MetaView> made = new ArrayList<>();
    body.values()
        .forEach(
            (key, value) -> {
              metas.insert(
                  user.organizationKey(),
                  userKey,
                  key,
                  value.toString(),
                  Boolean.TRUE.equals(body.autoload()),
                  clock.instant());
              UserMeta meta = metas.find(user.organizationKey(), userKey, key).orElseThrow();
              made.add(changed(handle, request, meta, Action.CREATE));
            });
    return NewMetaView.of(made, body.metaKey() == null);
  }

  private static void check(UserMetaDao metas, Account user, NewMeta body) {
    long userKey = user.userKey();
    FieldErrors errors = new FieldErrors();
    JsonNode again = body.userId();
    if (again != null && !again.isNull() && !again.asText().equals(Long.toString(userKey))) {
      errors.add("user_id", "expected: %d, as in the path, or none".formatted(userKey));
    }
    int count = metas.count(userKey);
    for (String key : body.values().keySet()) {
      if (metas.find(user.organizationKey(), userKey, key).isPresent()) {
        errors.add(body.field(key), "taken (expected: a key that is not kept yet)");
      } else if (++count > UserMetaDao.MAX_OF_USER) {
        errors.add(
            body.field(key), "keys: %1$d (expected: < %1$d)".formatted(UserMetaDao.MAX_OF_USER));
      }
    }
    errors.throwIfAny();
  }

  private Response update(Request request, MetaChange body) {
    return Response.json(
        database.durably(
            handle -> {
              change(handle, request);
              UserMeta was = find(handle, request);
              body.checkFits(was);
              JsonNode value = body.metaValue();
              handle
                  .attach(UserMetaDao.class)
                  .update(
                      was.metaKey(),
                      value == null ? was.value() : value.toString(),
                      body.autoload() == null ? was.autoload() : body.autoload(),
                      clock.instant());
              return changed(handle, request, find(handle, request), Action.UPDATE);
            }));
  }

  private Response remove(Request request) {
    database.durably(
        handle -> {
          change(handle, request);
          MetaView meta = changed(handle, request, find(handle, request), Action.DELETE);
          return handle.attach(UserMetaDao.class).delete(meta.id());
        });
    return Response.noContent();
  }

  /** Holds what is kept of the organization's users. */
  private Account change(Handle handle, Request request) {
    handle.attach(UserDao.class).lock(request.principal().organizationKey());
    Account user = rules.find(handle, request, request.get(USER_ID));
    Precedence.require(handle, request.principal(), user.userKey());
    return user;
  }

  private static MetaView changed(Handle handle, Request request, UserMeta meta, Action action) {
    Audit.changed(handle, request.auditor(), RecordKind.USER_META, meta.metaKey(), action);
    return MetaView.of(meta);
  }

  private UserMeta find(Handle handle, Request request) {
    Account user = rules.find(handle, request, request.get(USER_ID));
    return handle
        .attach(UserMetaDao.class)
        .find(user.organizationKey(), user.userKey(), request.get(KEY))
        .orElseThrow(() -> Problem.notFound().toException());
  }
}
