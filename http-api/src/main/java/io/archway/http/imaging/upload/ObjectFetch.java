package io.archway.http.imaging.upload;

import io.archway.http.bucket.Bucket;
import io.archway.http.bucket.BucketError;
import io.archway.http.bucket.BucketException;
import io.archway.http.imaging.upload.UploadFields.NamedObject;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.multipart.PartHead;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Brings objects of the object store as if they had come as files of the form. All of them are
 * looked for, and held against the limits, before the first is read. Thread-safe; calls block.
 */
final class ObjectFetch {
  /** How often the reading of one object may break. */
  private static final int MAX_BREAKS = 3;

  private static final int RETRY_AFTER_SECONDS = 30;

  private final Bucket bucket;
  private final UploadLimits limits;

  /**
   * @param bucket null: there is none
   */
  ObjectFetch(Bucket bucket, UploadLimits limits) {
    this.bucket = bucket;
    this.limits = limits;
  }

  private record Wanted(String field, Bucket.Found object) {}

  /** With any error, whosever it is, nothing is read. */
  void fetch(
      long organizationKey, List<NamedObject> objects, ReceivedFiles files, FieldErrors errors)
      throws IOException {
    checkKeys(organizationKey, objects, errors);
    if (objects.isEmpty() || !errors.isEmpty()) {
      return;
    }
    long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.workMillis());
    List<Wanted> found = find(objects, deadlineNanos, errors);
    checkSize(found, files.bytes(), errors);
    for (Wanted wanted : found) {
      if (errors.isEmpty()) {
        bring(wanted, files, deadlineNanos, errors);
      }
    }
  }

  private void checkKeys(long organizationKey, List<NamedObject> objects, FieldErrors errors) {
    Set<String> keys = new HashSet<>();
    for (NamedObject object : objects) {
      if (bucket == null) {
        errors.add(object.field(), "no object store is configured (expected: file)");
      } else if (!keys.add(object.key())) {
        errors.add(object.field(), "given twice (expected: once)");
      } else {
        bucket
            .problem(organizationKey, object.key())
            .ifPresent(problem -> errors.add(object.field(), problem));
      }
    }
  }

  private List<Wanted> find(List<NamedObject> objects, long deadlineNanos, FieldErrors errors) {
    List<Wanted> found = new ArrayList<>();
    for (NamedObject object : objects) {
      try {
        checkTime(deadlineNanos);
        found.add(new Wanted(object.field(), bucket.find(object.key())));
      } catch (BucketException e) {
        tell(object.field(), e, errors);
      }
    }
    return found;
  }

  /** What no change of the request would help against is told at once, and as that. */
  private static void tell(String field, BucketException e, FieldErrors errors) {
    if (!e.error().isOfObject()) {
      throw Problem.unavailable("The object store cannot be read now.", RETRY_AFTER_SECONDS)
          .toException();
    }
    errors.add(field, e.error().text());
  }

  private void checkSize(List<Wanted> found, long before, FieldErrors errors) {
    long bytes = before;
    for (Wanted wanted : found) {
      bytes += wanted.object.bytes();
      if (bytes > limits.maxBytes() || bytes < 0) {
        errors.add(
            wanted.field,
            "size: too large (expected: <= %d bytes in all files)".formatted(limits.maxBytes()));
        return;
      }
    }
  }

  private void bring(Wanted wanted, ReceivedFiles files, long deadlineNanos, FieldErrors errors)
      throws IOException {
    Bucket.Found object = wanted.object;
    WrittenFile file = files.begin(PartHead.lastOf(object.key()), wanted.field);
    try {
      for (int breaks = 0; file.length() < object.bytes(); breaks++) {
        if (breaks > MAX_BREAKS) {
          throw new BucketException(BucketError.UNAVAILABLE);
        }
        bucket.read(
            object,
            file.length(),
            data -> {
              checkTime(deadlineNanos);
              files.write(file, data);
            });
      }
      files.add(file);
    } catch (BucketException e) {
      tell(wanted.field, e, errors);
    }
  }

  private static void checkTime(long deadlineNanos) throws BucketException {
    if (System.nanoTime() - deadlineNanos > 0) {
      throw new BucketException(BucketError.UNAVAILABLE);
    }
  }
}
