package io.archway.gateway.operation;

import java.util.ArrayList;
import java.util.List;

/** A report that is kept for a test to read. */
final class Lines implements Report {
  private final List<String> lines = new ArrayList<>();
  private long lastDone;
  private long lastTotal;

  @Override
  public synchronized void line(String text) {
    lines.add(text);
  }

  @Override
  public synchronized void progress(String label, long done, long total) {
    lastDone = done;
    lastTotal = total;
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  synchronized List<String> starting(String prefix) {
    return lines.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  synchronized String last() {
    return lines.get(lines.size() - 1);
  }

  synchronized long lastDone() {
    return lastDone;
  }

  synchronized long lastTotal() {
    return lastTotal;
  }

  synchronized void clear() {
    lines.clear();
  }
}
