package io.archway.index.worklist;

import java.util.Objects;

/**
 * Where an item came from. {@code originId} is what its origin calls it, unique within the
 * organization and origin, or null. {@code link} and {@code path} are an agent's words for where
 * the images lie; {@code meta} is JSON.
 */
public record Source(Origin origin, String originId, String link, String path, String meta) {
  public Source {
    Objects.requireNonNull(origin, "origin");
  }

  public static Source of(Origin origin) {
    return new Source(origin, null, null, null, null);
  }
}
