package io.archway.http.thumbnail;

import io.archway.imaging.picture.Picture;

/**
 * A picture as it is kept and given out.
 *
 * @param problem why it only names a kind, or null if it shows what is stored
 */
public record Thumbnail(Picture picture, String problem) {
  private static final int MAX_PROBLEM_LENGTH = 200;

  public Thumbnail {
    problem = problem == null ? null : clean(problem);
  }

  /** As the value of a header may be. */
  private static String clean(String text) {
    String ascii = text.replaceAll("[^\\x20-\\x7E]", "?").trim();
    return ascii.substring(0, Math.min(MAX_PROBLEM_LENGTH, ascii.length()));
  }
}
