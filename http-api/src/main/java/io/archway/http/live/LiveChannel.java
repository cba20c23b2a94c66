package io.archway.http.live;

import io.archway.index.access.Visibility;
import io.archway.index.event.Event;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A channel: what of an organization's events goes to whoever may subscribe.
 *
 * @param id key of the organization, office, user or order
 */
public record LiveChannel(Kind kind, long id) {

  private static final Pattern NAME = Pattern.compile("([a-z]+-[a-z]+)\\.([1-9][0-9]{0,17})");

  /** What a channel is about. */
  public enum Kind {
    /** What its subscriber sees of the organization. */
    ORGANIZATION("private-organization"),
    /** What its subscriber sees of the office. */
    OFFICE("private-office"),
    /** What the user sees; their own only. */
    USER("private-user"),
    /** What happens to the order. */
    WORKLIST("private-worklist"),
    /** Who of the organization is here. */
    PRESENCE("presence-organization");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /** Empty if there is no channel of such a name. */
  public static Optional<LiveChannel> of(String name) {
    Matcher found = NAME.matcher(name);
    if (!found.matches()) {
      return Optional.empty();
    }
    for (Kind kind : Kind.values()) {
      if (kind.prefix.equals(found.group(1))) {
        return Optional.of(new LiveChannel(kind, Long.parseLong(found.group(2))));
      }
    }
    return Optional.empty();
  }

  public String name() {
    return kind.prefix + "." + id;
  }

  boolean isPresence() {
    return kind == Kind.PRESENCE;
  }

  /** Whether an event that is seen belongs to it. */
  boolean covers(Event event) {
    return switch (kind) {
      case ORGANIZATION, OFFICE, USER -> true;
      case WORKLIST -> event.worklistItemKey() != null && event.worklistItemKey() == id;
      case PRESENCE -> false;
    };
  }

  /**
   * What of what somebody sees is told here. That they may subscribe is another question.
   *
   * @param visible to them
   */
  public Visibility narrow(Visibility visible) {
    return kind == Kind.OFFICE
        ? new Visibility(java.util.List.of(id), visible.radiologistKey())
        : visible;
  }
}
