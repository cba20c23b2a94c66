package io.archway.http.live;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.kernel.SocketTalk;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One client's connection: what it may subscribe to, and has subscribed to. Talk on its event loop;
 * the rest from any thread, under its lock.
 */
final class LiveSocket implements SocketTalk {

  static final String SUCCEEDED = "pusher_internal:subscription_succeeded";

  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int MAX_SHOWN = 100;

  private final Live live;
  private final LiveSettings settings;
  final String id;
  final InetAddress address;
  private final LiveError refusal;
  private final Map<String, Grant> grants = new LinkedHashMap<>();
  private final Map<String, Subscription> subscriptions = new HashMap<>();
  private volatile Line line;
  private volatile boolean lagging;
  private boolean gone;

  private long minuteBeganNanos = System.nanoTime();
  private int messages;

  /**
   * @param refusal why it is closed as soon as it is open; null if it may stay
   */
  LiveSocket(Live live, LiveSettings settings, String id, InetAddress address, LiveError refusal) {
    this.live = live;
    this.settings = settings;
    this.id = id;
    this.address = address;
    this.refusal = refusal;
  }

  // -- talk

  @Override
  public void opened(Line opened) {
    line = opened;
    if (refusal != null) {
      fail(refusal);
    } else {
      say(LiveText.established(id, settings.activityMillis()));
    }
  }

  @Override
  public void received(String text) {
    if (!mayTalk()) {
      return;
    }
    JsonNode message = LiveText.read(text);
    if (message == null || !message.path("event").isTextual()) {
      complain("message (expected: a JSON object with an event)");
      return;
    }
    String event = message.path("event").textValue();
    switch (event) {
      case "pusher:ping" -> say(LiveText.event("pusher:pong", null, "{}"));
      case "pusher:pong" -> {}
      case "pusher:subscribe" -> subscribe(message.path("data"));
      case "pusher:unsubscribe" -> unsubscribe(message.path("data").path("channel").asText());
      default -> other(event, message);
    }
  }

  /** Counts; closes the connection of whoever says too much. */
  private boolean mayTalk() {
    long now = System.nanoTime();
    if (now - minuteBeganNanos >= MINUTE_NANOS) {
      minuteBeganNanos = now;
      messages = 0;
    }
    if (++messages > settings.maxMessagesPerMinute()) {
      fail(LiveError.TOO_MANY);
      return false;
    }
    return true;
  }

  private void complain(String why) {
    say(LiveText.error(LiveError.OTHER, why));
  }

  private void fail(LiveError error) {
    say(LiveText.error(error, error.text()));
    line.close(error.code(), error.text());
  }

  private void subscribe(JsonNode data) {
    String name = data.path("channel").asText();
    LiveChannel channel = LiveChannel.of(name).orElse(null);
    if (channel == null) {
      refuse(shown(name), "no such channel (expected: a private or presence channel)");
      return;
    }
    String channelData = channel.isPresence() ? data.path("channel_data").asText() : null;
    String auth = data.path("auth").asText();
    if (!live.signature().fits(auth, id, name, channelData)) {
      refuse(name, "auth: not signed for this connection and channel");
      return;
    }
    Subscription made = null;
    String why = null;
    synchronized (this) {
      if (subscriptions.containsKey(name)) {
        why = "subscribed already";
      } else if (subscriptions.size() >= settings.maxChannels()) {
        why = "channels: > %d (expected: at most that)".formatted(settings.maxChannels());
      } else if (!grants.containsKey(name)) {
        why = "auth: used already (expected: a new one each time)";
      } else if (!live.tryReserve()) {
        why = "too many subscriptions (expected: try again later)";
      } else {
        made = new Subscription(this, grants.remove(name));
        subscriptions.put(name, made);
      }
    }
    if (made == null) {
      refuse(name, why);
    } else {
      live.watch(made);
    }
  }

  private static String shown(String name) {
    return name.length() > MAX_SHOWN ? name.substring(0, MAX_SHOWN) : name;
  }

  private void refuse(String channel, String why) {
    say(LiveText.refused(channel, why));
    say(LiveText.error(LiveError.NOT_AUTHORIZED, shown(channel) + ": " + why));
  }

  private void unsubscribe(String name) {
    Subscription ended;
    synchronized (this) {
      ended = subscriptions.remove(name);
    }
    if (ended != null) {
      leave(ended);
    }
  }

  private void leave(Subscription ended) {
    ended.cancel();
    live.release();
    if (ended.grant().channel().isPresence()) {
      live.presence().leave(this, ended.grant());
    }
    live.wake();
  }

  private void other(String event, JsonNode message) {
    if (!event.startsWith("client-")) {
      complain(shown(event) + " (expected: pusher:subscribe, unsubscribe, ping or pong)");
      return;
    }
    String channel = message.path("channel").asText();
    Subscription subscription;
    synchronized (this) {
      subscription = subscriptions.get(channel);
    }
    if (!settings.clientEvents()
        || subscription == null
        || !subscription.grant().channel().isPresence()
        || !subscription.isBegun()) {
      complain("client events (expected: none here)");
      return;
    }
    ObjectNode sent = LiveText.object().put("event", event).put("channel", channel);
    sent.set("data", message.path("data"));
    sent.put("user_id", Long.toString(subscription.grant().userKey()));
    live.presence().tell(this, subscription.grant(), sent.toString());
  }

  @Override
  public void drained() {
    if (lagging) {
      lagging = false;
      live.wake();
    }
  }

  @Override
  public void silent() {
    say(LiveText.event("pusher:ping", null, "{}"));
  }

  @Override
  public void unanswered() {
    fail(LiveError.NO_PONG);
  }

  @Override
  public void stopping() {
    fail(LiveError.STOPPING);
  }

  @Override
  public void closed() {
    Map<String, Subscription> left;
    synchronized (this) {
      gone = true;
      left = Map.copyOf(subscriptions);
      subscriptions.clear();
      grants.clear();
    }
    left.values().forEach(this::leave);
    live.left(this);
  }

  // -- any thread

  /** Lets it subscribe once; what was let before and not used gives way. */
  synchronized boolean grant(Grant grant) {
    if (gone || refusal != null) {
      return false;
    }
    String name = grant.channel().name();
    grants.remove(name);
    if (grants.size() >= settings.maxChannels()) {
      grants.remove(grants.keySet().iterator().next());
    }
    grants.put(name, grant);
    return true;
  }

  /** From here on it is told of what happens. */
  void began(Subscription subscription) {
    Grant grant = subscription.grant();
    boolean full = false;
    synchronized (this) {
      if (subscriptions.get(grant.channel().name()) != subscription) {
        return;
      }
      subscription.begin();
      if (grant.channel().isPresence()) {
        full = !live.presence().enter(this, grant, settings.maxMembers());
      } else {
        say(LiveText.event(SUCCEEDED, grant.channel().name(), "{}"));
      }
    }
    if (full) {
      end(subscription, "members: %d (expected: fewer)".formatted(settings.maxMembers()));
    }
  }

  /** It may be told nothing more. */
  void ended(Subscription subscription) {
    end(subscription, "may not be followed any longer");
  }

  /** Nothing is said if it left by itself. */
  private void end(Subscription subscription, String why) {
    String name = subscription.grant().channel().name();
    boolean was;
    synchronized (this) {
      was = subscriptions.remove(name, subscription);
    }
    if (was) {
      leave(subscription);
      refuse(name, why);
    }
  }

  /** The token by which it subscribed is gone, and with it the connection. */
  void signedOut() {
    fail(LiveError.NOT_AUTHORIZED);
  }

  /** What can be told later: false where enough waits already. */
  boolean tell(String text) {
    long waiting = waitingBytes();
    if (waiting > 0 && waiting + text.length() > settings.maxWaitingBytes() / 2) {
      lagging = true;
      return false;
    }
    say(text);
    return true;
  }

  /** Drops whoever reads too slowly. */
  void say(String text) {
    Line open = line;
    if (open != null) {
      open.send(text);
    }
  }

  long waitingBytes() {
    Line open = line;
    return open == null ? 0 : open.waitingBytes();
  }

  boolean isOpen() {
    Line open = line;
    return open != null && open.isOpen();
  }
}
