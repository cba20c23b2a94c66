package io.archway.index.store;

import java.io.Closeable;
import java.util.List;

/**
 * A consistent picture of the store: copy each file up to its length and, with them, an index of no
 * later position than {@link #end()}. While open, no file of the list is deleted.
 */
public final class Backup implements Closeable {

  /**
   * A file to copy.
   *
   * @param immutable it will never change: a copy of the same name and length need not be renewed
   */
  public record Item(String name, long length, boolean immutable) {}

  private final List<Item> items;
  private final LogPosition end;
  private final Runnable release;

  Backup(List<Item> items, LogPosition end, Runnable release) {
    this.items = List.copyOf(items);
    this.end = end;
    this.release = release;
  }

  public List<Item> items() {
    return items;
  }

  public LogPosition end() {
    return end;
  }

  @Override
  public void close() {
    release.run();
  }
}
