package io.archway.index.study;

import java.time.Instant;

/** What a group adds to a study or a series. Confined to the thread that writes the group. */
public final class Growth {
  private final long key;
  private int series;
  private int instances;
  private long bytes;
  private Instant first;
  private Instant last;

  public Growth(long key) {
    this.key = key;
  }

  public void addSeries() {
    series++;
  }

  public void addInstance(long length, Instant receivedAt) {
    instances++;
    bytes += length;
    first = first == null || receivedAt.isBefore(first) ? receivedAt : first;
    last = last == null || receivedAt.isAfter(last) ? receivedAt : last;
  }

  public long key() {
    return key;
  }

  public int series() {
    return series;
  }

  public int instances() {
    return instances;
  }

  public long bytes() {
    return bytes;
  }

  public Instant first() {
    return first;
  }

  public Instant last() {
    return last;
  }
}
