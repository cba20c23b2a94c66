package io.archway.dicom.net;

import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Uid;
import io.archway.dicom.dict.Uids;
import java.util.List;
import java.util.Optional;

/**
 * Which of the transfer syntaxes offered in one context to accept: what loses nothing and says most
 * comes first; what keeps its pixels elsewhere never. Pure.
 */
public final class TransferSyntaxPreference {

  /** RFC 2557 MIME and XML: registered as transfer syntaxes, but not of data sets. */
  private static final String NOT_OF_DATA_SETS = "1.2.840.10008.1.2.6.";

  /** Best first. Within a rank the requester's own order decides. */
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
    TransferSyntax syntax = TransferSyntax.of(uid);
    if (!syntax.known()) {
      return Uid.isUsable(uid) ? Rank.UNKNOWN : Rank.NEVER;
    } else if (syntax.pixelsElsewhere() || uid.startsWith(NOT_OF_DATA_SETS)) {
      return Rank.NEVER;
    } else if (syntax.uid().equals(Uids.EXPLICIT_VR_LITTLE_ENDIAN)) {
      return Rank.EXPLICIT_LITTLE_ENDIAN;
    } else if (syntax.encapsulated()) {
      return syntax.lossy() ? Rank.LOSSY : Rank.LOSSLESS_ENCAPSULATED;
    } else if (!syntax.explicitVr()) {
      return Rank.IMPLICIT_LITTLE_ENDIAN;
    }
    return syntax.deflated() ? Rank.DEFLATED : Rank.EXPLICIT_BIG_ENDIAN;
  }
}
