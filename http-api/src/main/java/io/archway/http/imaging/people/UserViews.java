package io.archway.http.imaging.people;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.account.AccessTokens;
import io.archway.http.imaging.people.UserDetail.HeartbeatView;
import io.archway.http.imaging.people.UserDetail.OfficeView;
import io.archway.http.imaging.people.UserDetail.RoleView;
import io.archway.index.account.Account;
import io.archway.index.account.UserDao;
import io.archway.index.account.UserMeta;
import io.archway.index.account.UserMetaDao;
import io.archway.index.agent.Heartbeat;
import io.archway.index.agent.HeartbeatDao;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Reads what belongs to users, a few queries a page. Thread-safe. */
final class UserViews {

  /** What a list shows beside the users, if it is asked for. */
  enum Include {
    ROLES,
    OFFICES,
    PERMISSIONS,
    META,
    HEARTBEAT
  }

  static final Set<Include> ALL = EnumSet.allOf(Include.class);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AccessTokens tokens;

  UserViews(AccessTokens tokens) {
    this.tokens = tokens;
  }

  UserDetail one(Handle handle, Account account) {
    return of(handle, List.of(account), ALL).get(0);
  }

  /** Of one organization. */
  List<UserDetail> of(Handle handle, List<Account> accounts, Set<Include> includes) {
    if (accounts.isEmpty()) {
      return List.of();
    }
    Page page = new Page(handle, accounts, includes);
    return accounts.stream().map(page::view).toList();
  }

  /** What was read for the users of one page. */
  private final class Page {
    private final Set<Include> includes;
    private final long organizationKey;
    private final List<Long> keys;
    private final Set<Long> operators;
    private final Set<Long> ofAllOffices;
    private final Map<Long, List<UserDao.UserRole>> roles;
    private final Map<Long, List<UserDao.UserOffice>> offices;
    private final Map<Long, List<UserMeta>> meta;
    private final Map<Long, Set<String>> permissions;
    private final Map<Long, Heartbeat> heartbeats;

    Page(Handle handle, List<Account> accounts, Set<Include> includes) {
      this.includes = includes;
      this.organizationKey = accounts.get(0).organizationKey();
      this.keys = accounts.stream().map(Account::userKey).toList();
      UserDao users = handle.attach(UserDao.class);
      this.operators = new HashSet<>(users.operators());
      this.ofAllOffices = new HashSet<>(users.seeingAllOffices(organizationKey, keys));
      this.roles = grouped(Include.ROLES, users::roles, UserDao.UserRole::userKey);
      this.offices = grouped(Include.OFFICES, users::offices, UserDao.UserOffice::userKey);
      this.meta =
          grouped(Include.META, handle.attach(UserMetaDao.class)::loaded, UserMeta::userKey);
      this.permissions =
          includes.contains(Include.PERMISSIONS)
              ? tokens.permissions(handle, organizationKey, keys)
              : Map.of();
      this.heartbeats =
          includes.contains(Include.HEARTBEAT)
              ? handle.attach(HeartbeatDao.class).of(organizationKey, keys).stream()
                  .collect(Collectors.toMap(Heartbeat::userKey, Function.identity()))
              : Map.of();
    }

    private interface Reading<T> {
      List<T> of(long organizationKey, List<Long> keys);
    }

    private <T> Map<Long, List<T>> grouped(
        Include include, Reading<T> reading, Function<T, Long> userKey) {
      return includes.contains(include)
          ? reading.of(organizationKey, keys).stream().collect(Collectors.groupingBy(userKey))
          : Map.of();
    }

    UserDetail view(Account account) {
      long key = account.userKey();
      return new UserDetail(
          key,
          account.username(),
          account.email(),
          account.firstName(),
          account.middleName(),
          account.lastName(),
          account.phoneNumber(),
          account.timezone(),
          account.organizationKey(),
          account.active(),
          operators.contains(key),
          ofAllOffices.contains(key),
          shown(Include.ROLES, roles, key, r -> new RoleView(r.roleKey(), r.slug(), r.name())),
          shown(Include.OFFICES, offices, key, o -> new OfficeView(o.officeKey(), o.name())),
          permissions(key),
          includes.contains(Include.META) ? meta(meta.getOrDefault(key, List.of())) : null,
          heartbeat(heartbeats.get(key)),
          account.lastLoginAt(),
          account.createdAt(),
          account.updatedAt());
    }

    private <T, V> List<V> shown(
        Include include, Map<Long, List<T>> rows, long key, Function<T, V> view) {
      return includes.contains(include)
          ? rows.getOrDefault(key, List.of()).stream().map(view).toList()
          : null;
    }

    private List<String> permissions(long key) {
      return includes.contains(Include.PERMISSIONS)
          ? permissions.get(key).stream().sorted().toList()
          : null;
    }
  }

  static HeartbeatView heartbeat(Heartbeat heartbeat) {
    return heartbeat == null
        ? null
        : new HeartbeatView(
            heartbeat.version(),
            heartbeat.address(),
            heartbeat.firstSeenAt(),
            heartbeat.lastSeenAt(),
            heartbeat.silent());
  }

  private static JsonNode meta(List<UserMeta> all) {
    ObjectNode shown = JSON.createObjectNode();
    all.forEach(one -> shown.set(one.name(), value(one)));
    return shown;
  }

  static JsonNode value(UserMeta meta) {
    try {
      return JSON.readTree(meta.value());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("user meta " + meta.metaKey() + ": not JSON", e);
    }
  }
}
