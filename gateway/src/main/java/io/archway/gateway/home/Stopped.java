package io.archway.gateway.home;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import java.util.ArrayList;
import java.util.List;

/**
 * How a stop went.
 *
 * @param late parts that had not ended when time was up; they may still be at work
 * @param leftOpen parts that were not closed, because those may stand on them
 * @param failed what went wrong with parts that ended
 */
public record Stopped(List<String> late, List<String> leftOpen, List<Exception> failed) {
  public static final Stopped WELL = new Stopped(List.of(), List.of(), List.of());

  public Stopped {
    late = List.copyOf(late);
    leftOpen = List.copyOf(leftOpen);
    failed = List.copyOf(failed);
  }

  static Stopped late(String part) {
    return new Stopped(List.of(part), List.of(), List.of());
  }

  public static Stopped leftOpen(List<String> parts) {
    return new Stopped(List.of(), parts, List.of());
  }

  static Stopped failed(String part, Throwable cause) {
    Exception failure = new IllegalStateException(part + " did not close", cause);
    return new Stopped(List.of(), List.of(), List.of(failure));
  }

  public Stopped and(Stopped other) {
    return new Stopped(
        joined(late, other.late), joined(leftOpen, other.leftOpen), joined(failed, other.failed));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  public ExitCode exitCode() {
    if (!late.isEmpty()) {
      return ExitCode.STOP_TIMED_OUT;
    }
    return failed.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** For a person; empty where all went well. */
  public String text() {
    if (!late.isEmpty()) {
      return "did not end in time: "
          + String.join(", ", late)
          + (leftOpen.isEmpty() ? "" : "; left open: " + String.join(", ", leftOpen))
          + ". What was acknowledged is safe";
    }
    return failed.isEmpty() ? "" : failed.get(0).getMessage();
  }

  /** For those who cannot go on where it did not go well. */
  public void orThrow() {
    if (exitCode() == ExitCode.OK) {
      return;
    }
    CommandFailure failure = new CommandFailure(exitCode(), text());
    failed.forEach(failure::addSuppressed);
    throw failure;
  }
}
