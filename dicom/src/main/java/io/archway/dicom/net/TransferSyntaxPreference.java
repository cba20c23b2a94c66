package io.archway.dicom.net;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which of the transfer syntaxes offered in one context to accept: what loses nothing and says most
 * comes first; what keeps its pixels elsewhere never. Pure.
 */
public final class TransferSyntaxPreference {

  /** Best first. Within a class the requester's own order decides. */
  private enum Rank {
    EXPLICIT_LITTLE_ENDIAN,
    LOSSLESS_ENCAPSULATED,
    IMPLICIT_LITTLE_ENDIAN,
    DEFLATED,
    EXPLICIT_BIG_ENDIAN,
    LOSSY,
    UNKNOWN,
    NEVER
  }

  private static final String ROOT = "1.2.840.10008.1.2";
  private static final Map<String, Rank> RANKS = ranks();

  private TransferSyntaxPreference() {}

  /** The one to accept, or empty if none of them can be. */
  public static Optional<String> choose(List<String> offered) {
    String best = null;
    Rank bestRank = Rank.NEVER;
    for (String uid : offered) {
      Rank rank = rank(uid);
      if (rank.compareTo(bestRank) < 0) {
        best = uid;
        bestRank = rank;
      }
    }
    return Optional.ofNullable(best);
  }

  private static Rank rank(String uid) {
    Rank known = RANKS.get(uid);
    if (known != null) {
      return known;
    }
    return UidSyntax.isValid(uid) ? Rank.UNKNOWN : Rank.NEVER;
  }

  private static Map<String, Rank> ranks() {
    Map<String, Rank> ranks = new LinkedHashMap<>();
    ranks.put(ROOT + ".1", Rank.EXPLICIT_LITTLE_ENDIAN);
    ranks.put(ROOT, Rank.IMPLICIT_LITTLE_ENDIAN);
    ranks.put(ROOT + ".1.99", Rank.DEFLATED);
    ranks.put(ROOT + ".2", Rank.EXPLICIT_BIG_ENDIAN);
    // Encapsulated uncompressed and the deflated frames lose nothing either.
    put(ranks, Rank.LOSSLESS_ENCAPSULATED, ".1.98", ".8.1", ".5");
    put(ranks, Rank.LOSSLESS_ENCAPSULATED, ".4.57", ".4.70", ".4.80", ".4.90", ".4.92");
    put(ranks, Rank.LOSSLESS_ENCAPSULATED, ".4.110", ".4.201", ".4.202");
    // Retired processes of JPEG: the hierarchical and non-hierarchical lossless ones among them.
    put(ranks, Rank.LOSSLESS_ENCAPSULATED, ".4.58", ".4.65", ".4.66");
    put(ranks, Rank.LOSSY, ".4.50", ".4.51", ".4.52", ".4.53", ".4.54", ".4.55", ".4.56");
    put(ranks, Rank.LOSSY, ".4.59", ".4.60", ".4.61", ".4.62", ".4.63", ".4.64");
    put(ranks, Rank.LOSSY, ".4.81", ".4.91", ".4.93", ".4.111", ".4.112", ".4.203");
    for (int mpeg = 100; mpeg <= 108; mpeg++) {
      put(ranks, Rank.LOSSY, ".4." + mpeg, ".4." + mpeg + ".1");
    }
    // JPIP Referenced, SMPTE ST 2110: the pixels are elsewhere. RFC 2557 and XML: no data sets.
    put(ranks, Rank.NEVER, ".4.94", ".4.95", ".4.204", ".4.205");
    put(ranks, Rank.NEVER, ".7.1", ".7.2", ".7.3", ".6.1", ".6.2");
    return Map.copyOf(ranks);
  }

  private static void put(Map<String, Rank> ranks, Rank rank, String... suffixes) {
    for (String suffix : suffixes) {
      ranks.put(ROOT + suffix, rank);
    }
  }
}
