package io.archway.index.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** What is to be appended to the log. */
public sealed interface Entry {

  /**
   * An object whose bytes go into the segment.
   *
   * @param content the whole Part 10 file between position and limit of the buffers, which are
   *     neither moved nor kept; direct buffers are written without a copy
   */
  record Inline(ObjectHead head, List<ByteBuffer> content) implements Entry {
    public Inline {
      Objects.requireNonNull(head, "head");
      content = List.copyOf(content);
    }
  }

  /** An object that was streamed to a file of its own and forced there. */
  record Reference(ObjectHead head, LargeObject.Content content) implements Entry {
    public Reference {
      Objects.requireNonNull(head, "head");
      Objects.requireNonNull(content, "content");
    }
  }

  /** Deletes the object of one earlier record; an object with another record number stays. */
  record Deletion(
      long organizationKey,
      String sopInstanceUid,
      long targetRecordNumber,
      ObjectLocation targetLocation,
      Instant deletedAt)
      implements Entry {
    public Deletion {
      Objects.requireNonNull(sopInstanceUid, "sopInstanceUid");
      Objects.requireNonNull(targetLocation, "targetLocation");
      Objects.requireNonNull(deletedAt, "deletedAt");
    }
  }
}
