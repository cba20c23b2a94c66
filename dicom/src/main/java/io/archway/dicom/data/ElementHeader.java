package io.archway.dicom.data;

import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.util.Set;

/**
 * The header that a reader read last: tag, VR and length, and where it was. One for a reader,
 * overwritten by each header.
 *
 * <pre>
 * explicit VR, short   tag 4 | VR 2 | length 2
 * explicit VR, long    tag 4 | VR 2 | reserved 2 | length 4
 * implicit VR          tag 4 | length 4
 * items, delimiters    tag 4 | length 4            (FFFE,E000) (FFFE,E00D) (FFFE,E0DD)
 * </pre>
 */
final class ElementHeader {
  static final long UNDEFINED = -1;
  static final int SHORT_BYTES = 8;
  private static final int LONG_BYTES = 12;
  private static final long UNDEFINED_ON_THE_WIRE = 0xFFFFFFFFL;

  int tag;
  Vr vr;
  long length;
  long offset;
  int headerLength;

  /** Reads and consumes the header of an element, or returns false if it has not all come. */
  boolean readElement(ReaderInput input, ScopeStack scopes, Set<Oddity> oddities) {
    int next = input.tag(scopes.bigEndian());
    boolean implicit = scopes.implicit() || itemIsImplicit(next, input, scopes, oddities);
    Vr known = implicit ? Dictionary.vr(next) : explicitVr(next, input);
    // Future VRs have the long form (PS3.5 7.1.2).
    boolean longForm = !implicit && (known == null || known.longForm());
    if (longForm && !input.need(LONG_BYTES)) {
      return false;
    }
    if (known == null) {
      oddities.add(Oddity.UNKNOWN_VR);
    }
    tag = next;
    vr = known == null ? Vr.UN : known;
    headerLength = longForm ? LONG_BYTES : SHORT_BYTES;
    length =
        implicit || longForm
            ? length(input, headerLength - 4, scopes)
            : input.uint16(6, scopes.bigEndian());
    input.consumeHead(headerLength);
    return true;
  }

  /** Consumes the header of an item or a fragment of what the scope is. */
  void readItem(ReaderInput input, ScopeStack scopes) {
    tag = scopes.tag();
    headerLength = SHORT_BYTES;
    length = length(input, 4, scopes);
    input.consumeHead(SHORT_BYTES);
  }

  private static long length(ReaderInput input, int index, ScopeStack scopes) {
    long declared = input.uint32(index, scopes.bigEndian());
    return declared == UNDEFINED_ON_THE_WIRE ? UNDEFINED : declared;
  }

  /** The VR, or null if two letters are none that is known. */
  private Vr explicitVr(int next, ReaderInput input) {
    Vr known = Vr.of(input.head(4), input.head(5));
    if (known == null && !hasVrLetters(input)) {
      throw new DicomParseException(
          ParseFault.VR,
          next,
          offset,
          String.format("VR bytes %02X %02X (expected: a VR)", input.head(4), input.head(5)));
    }
    return known;
  }

  // Some senders write the items of explicit data sets in implicit VR. The first header of an item
  // tells: where the VR must be there are no letters, and the length that would be read fits.
  private boolean itemIsImplicit(
      int next, ReaderInput input, ScopeStack scopes, Set<Oddity> oddities) {
    if (scopes.depth() == 0 || scopes.lastTag() != 0 || hasVrLetters(input)) {
      return false;
    }
    long declared = length(input, 4, scopes);
    long room = scopes.end() == UNDEFINED ? Long.MAX_VALUE : scopes.end() - offset - SHORT_BYTES;
    boolean known = Dictionary.vr(next) != Vr.UN || Tag.isPrivate(next);
    if (!known || declared > room) {
      return false;
    }
    oddities.add(Oddity.IMPLICIT_ITEM);
    scopes.makeImplicit();
    return true;
  }

  private static boolean hasVrLetters(ReaderInput input) {
    return isLetter(input.head(4)) && isLetter(input.head(5));
  }

  private static boolean isLetter(byte b) {
    return b >= 'A' && b <= 'Z';
  }
}
