package io.archway.http.kernel;

import io.netty.handler.codec.DateFormatter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;

/** Conditional requests (RFC 9110 13.2.2) on a content with an entity tag or a date. */
record Preconditions(RequestHead head, Content content) {

  /** How to go on. */
  enum Verdict {
    PROCEED,
    NOT_MODIFIED,
    FAILED
  }

  Verdict evaluate() {
    List<String> ifMatch = head.headers("If-Match");
    if (!ifMatch.isEmpty()) {
      if (!listed(ifMatch, false)) {
        return Verdict.FAILED;
      }
    } else if (modifiedSince(head.header("If-Unmodified-Since"))) {
      return Verdict.FAILED;
    }
    List<String> ifNoneMatch = head.headers("If-None-Match");
    if (!ifNoneMatch.isEmpty()) {
      return listed(ifNoneMatch, true) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
    }
    String since = head.header("If-Modified-Since");
    boolean known = content.lastModified() != null && dateOf(since) != null;
    return known && !modifiedSince(since) ? Verdict.NOT_MODIFIED : Verdict.PROCEED;
  }

  /** Whether a Range still means this content (RFC 9110 13.1.5). */
  boolean rangeApplies() {
    String ifRange = head.header("If-Range");
    if (ifRange == null) {
      return true;
    }
    if (ifRange.startsWith("\"")) {
      return content.etag() != null && ifRange.equals(quoted(content.etag()));
    }
    Date date = dateOf(ifRange);
    return date != null
        && content.lastModified() != null
        && seconds(content.lastModified()).equals(date.toInstant());
  }

  static String quoted(String etag) {
    return '"' + etag + '"';
  }

  private boolean listed(List<String> headers, boolean weakly) {
    for (String header : headers) {
      for (String tag : header.split(",", -1)) {
        String stripped = tag.strip();
        if (stripped.equals("*")) {
          return true;
        }
        String strong = weakly && stripped.startsWith("W/") ? stripped.substring(2) : stripped;
        if (content.etag() != null && strong.equals(quoted(content.etag()))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean modifiedSince(String header) {
    Date date = dateOf(header);
    if (date == null || content.lastModified() == null) {
      return false;
    }
    return seconds(content.lastModified()).isAfter(date.toInstant());
  }

  private static Date dateOf(String header) {
    return header == null ? null : DateFormatter.parseHttpDate(header);
  }

  private static Instant seconds(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS);
  }
}
