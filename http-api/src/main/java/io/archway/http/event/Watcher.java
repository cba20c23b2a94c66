package io.archway.http.event;

import io.archway.index.access.Visibility;

/**
 * Who is told of events as they are committed, over something else than a stream. The poller's
 * thread only; everything must return at once, but for {@link #visible}, which reads the database.
 */
public interface Watcher {

  /** What it is to be told of, asked now and then; null for nothing any more, which ends it. */
  Visibility visible();

  /** It is told of everything from now on. */
  void began();

  /** False where it takes none now; it is told again when {@link #waitingBytes} is 0. */
  boolean told(Told told);

  /** What it was told and has not yet taken. */
  long waitingBytes();

  /** Something that it was not told of is gone: to load anew what it shows. */
  void missed(long position);

  boolean isOpen();

  /** It may be told nothing any more, or the gateway stops. */
  void ended();
}
