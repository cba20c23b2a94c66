package io.archway.http.kernel;

import io.archway.index.audit.Auditor;
import java.net.InetAddress;
import java.util.Map;
import java.util.Objects;

/** An authorised request whose parameters and body are parsed and valid. Immutable. */
public final class Request {

  private final RequestHead head;
  private final Family family;
  private final Principal principal;
  private final Map<Parameter<?>, Object> values;
  private final Record body;

  Request(
      RequestHead head,
      Family family,
      Principal principal,
      Map<Parameter<?>, Object> values,
      Record body) {
    this.head = head;
    this.family = family;
    this.principal = principal;
    this.values = values;
    this.body = body;
  }

  Request withBody(Record value) {
    return new Request(head, family, principal, values, value);
  }

  public RequestHead head() {
    return head;
  }

  public String id() {
    return head.requestId();
  }

  public Family family() {
    return family;
  }

  public InetAddress remoteAddress() {
    return head.remoteAddress();
  }

  /** The first header of this name, or null. */
  public String header(String name) {
    return head.header(name);
  }

  /** The caller; an error of the endpoint's declaration if it is open. */
  public Principal principal() {
    if (principal == null) {
      throw new IllegalStateException("principal of an open endpoint: " + head.endpoint().id());
    }
    return principal;
  }

  /** Who acts, for the audit; an error of the endpoint's declaration if it is open. */
  public Auditor auditor() {
    return Recording.auditor(principal(), head);
  }

  /** Of an open endpoint, once it is known who acts; null for a user who is not known. */
  public Auditor auditor(long organizationKey, Long userKey) {
    return Recording.auditor(organizationKey, userKey, null, head);
  }

  /** The value of a declared parameter; null if it is absent and has no {@link Parameter#or}. */
  @SuppressWarnings("unchecked")
  public <T> T get(Parameter<T> parameter) {
    Object value = values.get(parameter);
    if (value == null && !values.containsKey(parameter)) {
      throw new IllegalStateException(
          "undeclared parameter %s of %s".formatted(parameter.name(), head.endpoint().id()));
    }
    return (T) value;
  }

  /** Which page is asked for; only of endpoints that are declared as paged. */
  public PageRequest page() {
    return family.dialect().paging().read(this);
  }

  <B extends Record> B body(Class<B> type) {
    return type.cast(Objects.requireNonNull(body, "body"));
  }
}
