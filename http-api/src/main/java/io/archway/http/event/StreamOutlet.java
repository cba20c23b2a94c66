package io.archway.http.event;

import io.archway.http.kernel.OpenStream;

/** An answer of server-sent events. Poller's thread only. */
record StreamOutlet(OpenStream.Sink sink) implements Outlet {

  @Override
  public void began(long position) {}

  @Override
  public boolean offer(Told told, int maxWaitingBytes) {
    return offer(EventText.of(told), maxWaitingBytes);
  }

  @Override
  public boolean reset(long position) {
    return sink.offer(EventText.reset(position));
  }

  private boolean offer(byte[] text, int maxWaitingBytes) {
    long waiting = sink.waitingBytes();
    return (waiting == 0 || waiting + text.length <= maxWaitingBytes) && sink.offer(text);
  }

  @Override
  public boolean beat() {
    return sink.waitingBytes() == 0 && sink.offer(EventText.HEARTBEAT);
  }

  @Override
  public long waitingBytes() {
    return sink.waitingBytes();
  }

  @Override
  public boolean isOpen() {
    return sink.isOpen();
  }

  @Override
  public void close() {
    sink.close();
  }
}
