package io.archway.http.live;

import io.archway.http.event.Told;
import io.archway.http.event.Watcher;
import io.archway.index.access.Visibility;

/** A connection's subscription to a channel. Poller's thread, but where it says otherwise. */
final class Subscription implements Watcher {

  private final LiveSocket socket;
  private final Grant grant;
  private volatile boolean begun;
  private volatile boolean cancelled;

  Subscription(LiveSocket socket, Grant grant) {
    this.socket = socket;
    this.grant = grant;
  }

  Grant grant() {
    return grant;
  }

  void begin() {
    begun = true;
  }

  boolean isBegun() {
    return begun;
  }

  /** It is told nothing more. Any thread. */
  void cancel() {
    cancelled = true;
  }

  @Override
  public Visibility visible() {
    if (!isOpen()) {
      return null;
    }
    if (!grant.lasts().getAsBoolean()) {
      socket.signedOut();
      return null;
    }
    return grant.visible().get();
  }

  @Override
  public void began() {
    socket.began(this);
  }

  @Override
  public boolean told(Told told) {
    return !isOpen()
        || !grant.channel().covers(told.event())
        || socket.tell(LiveText.event(told.type(), grant.channel().name(), told.json()));
  }

  @Override
  public long waitingBytes() {
    return socket.waitingBytes();
  }

  @Override
  public void missed(long position) {
    if (isOpen() && !grant.channel().isPresence()) {
      String data = LiveText.object().put("id", position).toString();
      socket.say(LiveText.event("reset", grant.channel().name(), data));
    }
  }

  @Override
  public boolean isOpen() {
    return !cancelled && socket.isOpen();
  }

  @Override
  public void ended() {
    socket.ended(this);
  }
}
