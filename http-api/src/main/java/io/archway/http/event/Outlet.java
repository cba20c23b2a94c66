package io.archway.http.event;

/** Where the words for a follower go. Poller's thread, which nothing may hold up. */
interface Outlet {

  /** It is told of everything from here on. */
  void began(long position);

  /** False where it takes none now. */
  boolean offer(Told told, int maxWaitingBytes);

  /** Tells it to load anew what it shows; false where it takes nothing now. */
  boolean reset(long position);

  /** After silence; whether something was sent. */
  boolean beat();

  long waitingBytes();

  boolean isOpen();

  void close();
}
