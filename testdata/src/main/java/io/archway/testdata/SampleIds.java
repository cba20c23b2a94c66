package io.archway.testdata;

import io.archway.dicom.dict.Uid;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Identifiers that follow from a seed and a name, the same on every machine. */
final class SampleIds {
  private SampleIds() {}

  /** A UID under 2.25. */
  static String uid(long seed, Object... name) {
    StringBuilder text = new StringBuilder("archway sample ").append(seed);
    for (Object part : name) {
      text.append('/').append(part);
    }
    return Uid.of(UUID.nameUUIDFromBytes(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  /** A well mixed number of a seed and a place (the finalizer of SplitMix64). */
  static long mix(long seed, long place) {
    long z = seed + place * 0x9E3779B97F4A7C15L + 0x632BE59BD9B4E019L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }

  /** A number from 0 up to but not including 1. */
  static double fraction(long seed, long place) {
    return (mix(seed, place) >>> 11) * 0x1.0p-53;
  }

  /** A number from 0 up to but not including the bound. */
  static int below(int bound, long seed, long place) {
    return (int) Long.remainderUnsigned(mix(seed, place), bound);
  }
}
