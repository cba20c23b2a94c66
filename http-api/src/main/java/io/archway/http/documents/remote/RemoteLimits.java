package io.archway.http.documents.remote;

/**
 * How long another system may take.
 *
 * @param connectMillis for a connection, and for every answer that is waited for
 * @param totalMillis for all that one request moves
 * @param maxRedirects of one download
 */
public record RemoteLimits(int connectMillis, int totalMillis, int maxRedirects) {
  public static RemoteLimits defaults() {
    return new RemoteLimits(10_000, 600_000, 5);
  }
}
