package io.archway.http.kernel;

import java.util.List;
import java.util.Optional;

/** Which of some media types a request prefers (RFC 9110 12.5.1). */
public final class Accepted {

  private Accepted() {}

  /**
   * The preferred one, the first of equals; without Accept the first. Empty where none is accepted.
   */
  public static Optional<String> of(Request request, List<String> mediaTypes) {
    return of(request.header("Accept"), mediaTypes);
  }

  static Optional<String> of(String accept, List<String> mediaTypes) {
    if (accept == null || accept.isBlank()) {
      return Optional.of(mediaTypes.get(0));
    }
    String best = null;
    double bestQuality = 0;
    for (String type : mediaTypes) {
      double quality = quality(accept, type);
      if (quality > bestQuality) {
        best = type;
        bestQuality = quality;
      }
    }
    return Optional.ofNullable(best);
  }

  /** That of the range which says most of the type. */
  private static double quality(String accept, String type) {
    int most = 0;
    double quality = 0;
    for (String range : accept.split(",", 64)) {
      String[] parts = range.split(";", 16);
      int says = says(parts[0].strip(), type);
      if (says > most) {
        most = says;
        quality = quality(parts);
      }
    }
    return quality;
  }

  private static int says(String range, String type) {
    if (range.equalsIgnoreCase(type)) {
      return 3;
    }
    String family = type.substring(0, type.indexOf('/')) + "/*";
    return range.equalsIgnoreCase(family) ? 2 : range.equals("*/*") ? 1 : 0;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      if (part.matches("[qQ]=[01](\\.[0-9]{0,3})?")) {
        return Math.min(1, Double.parseDouble(part.substring(2)));
      }
    }
    return 1;
  }
}
