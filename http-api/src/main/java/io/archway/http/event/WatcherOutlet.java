package io.archway.http.event;

/** A watcher, who is told nothing more while it lags. Poller's thread only. */
record WatcherOutlet(Watcher watcher) implements Outlet {

  @Override
  public void began(long position) {
    watcher.began();
  }

  @Override
  public boolean offer(Told told, int maxWaitingBytes) {
    return watcher.told(told);
  }

  @Override
  public boolean reset(long position) {
    watcher.missed(position);
    return true;
  }

  @Override
  public boolean beat() {
    return false;
  }

  @Override
  public long waitingBytes() {
    return watcher.waitingBytes();
  }

  @Override
  public boolean isOpen() {
    return watcher.isOpen();
  }

  @Override
  public void close() {
    watcher.ended();
  }
}
