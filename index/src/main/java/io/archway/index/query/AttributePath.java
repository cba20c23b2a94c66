package io.archway.index.query;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The place of an attribute in an identifier: its tag, after the tags of the sequences around it.
 */
public record AttributePath(List<Integer> tags) {
  public AttributePath {
    tags = List.copyOf(tags);
    if (tags.isEmpty()) {
      throw new IllegalArgumentException("tags: 0 (expected: >= 1)");
    }
  }

  /** {@code of(0x00400100, 0x00080060)}: Modality within the Scheduled Procedure Step Sequence. */
  public static AttributePath of(int... tags) {
    return new AttributePath(Arrays.stream(tags).boxed().toList());
  }

  /** (0040,0100)>(0008,0060). */
  @Override
  public String toString() {
    return tags.stream()
        .map(tag -> "(%04X,%04X)".formatted(tag >>> 16, tag & 0xFFFF))
        .collect(Collectors.joining(">"));
  }
}
