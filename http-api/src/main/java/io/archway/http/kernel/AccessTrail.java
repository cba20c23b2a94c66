package io.archway.http.kernel;

import io.archway.index.audit.AuditEntry;
import java.util.function.Consumer;

/** Where reads and refusals are recorded before they are answered. Thread-safe. */
@FunctionalInterface
public interface AccessTrail {

  /** Records nothing: for families that show nobody's records. */
  AccessTrail NONE = (entry, then) -> then.accept(null);

  /**
   * Returns at once. {@code then} runs once, on any thread: with null when the entry survives a
   * power cut, or with why it could not be recorded.
   */
  void record(AuditEntry entry, Consumer<Throwable> then);
}
