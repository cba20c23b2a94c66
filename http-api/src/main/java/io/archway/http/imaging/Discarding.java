package io.archway.http.imaging;

import java.io.IOException;

/** Deletes the object of a quarantine entry for good, log first; again changes nothing. */
@FunctionalInterface
public interface Discarding {
  void discard(long organizationKey, long inboxKey) throws IOException;
}
