package io.archway.testdata;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Objects that break the standard the way dental devices do, and that a receiver must take all the
 * same. All are tiny.
 */
public final class MalformedSamples {
  private static final int META_PREFIX_BYTES = 132;

  private MalformedSamples() {}

  /** Patient ID is there and empty, which is legal (Type 2). */
  public static SampleObject blankPatientId(long seed) {
    return with(seed, head -> head.put(Tag.PATIENT_ID, Vr.LO));
  }

  /** Patient ID of spaces only. */
  public static SampleObject paddedPatientId(long seed) {
    return with(seed, head -> head.put(Tag.PATIENT_ID, Vr.LO, "    "));
  }

  /** No Patient ID at all. */
  public static SampleObject missingPatientId(long seed) {
    return with(seed, head -> head.remove(Tag.PATIENT_ID));
  }

  /** UIDs padded with spaces instead of NUL. */
  public static SampleObject paddedUids(long seed) {
    return with(
        seed,
        head -> {
          for (int tag :
              new int[] {
                Tag.SOP_CLASS_UID,
                Tag.SOP_INSTANCE_UID,
                Tag.STUDY_INSTANCE_UID,
                Tag.SERIES_INSTANCE_UID
              }) {
            String uid = head.string(tag);
            String padded = uid + (uid.length() % 2 == 0 ? "  " : " ");
            head.putBytes(tag, Vr.UI, padded.getBytes(StandardCharsets.US_ASCII));
          }
        });
  }

  /** A name in UTF-8 without Specific Character Set. */
  public static SampleObject undeclaredCharacterSet(long seed) {
    return named(seed, null, "Müller^Jürgen", StandardCharsets.UTF_8);
  }

  /** A name in Windows-1252 without Specific Character Set. */
  public static SampleObject undeclaredLatinName(long seed) {
    return named(seed, null, "Müller^Jürgen", Charset.forName("windows-1252"));
  }

  /** "ISO IR 192" for "ISO_IR 192". */
  public static SampleObject misspelledCharacterSet(long seed) {
    return named(seed, "ISO IR 192", "Müller^Jürgen", StandardCharsets.UTF_8);
  }

  /** A CBCT volume of several frames in the plain CT class, which has single frames only. */
  public static SampleObject multiFrameInPlainCt(long seed, int frames, int rows, int columns) {
    SampleStudy study = SampleStudy.of(seed, 0, "cbct");
    CbctVolume volume = new CbctVolume(study.seed(), rows, columns, frames);
    DataSet head = CbctObjects.slice(study, volume, rows, columns, 0).head();
    new Attributes(head)
        .number("NumberOfFrames", frames)
        .text("SOPInstanceUID", study.uid("plain"));
    return SampleObject.ofFrames(head, volume);
  }

  /** A file that is the data set alone: no preamble, no meta information. */
  public static byte[] withoutMeta(long seed) {
    return Samples.tiny(seed).dataSetBytes();
  }

  /** As {@link #withoutMeta}, in implicit VR little endian. */
  public static byte[] implicitWithoutMeta(long seed) {
    return Samples.tiny(seed).in(TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN).dataSetBytes();
  }

  /** A file that starts with the meta group: neither preamble nor prefix. */
  public static byte[] withoutPreamble(long seed) {
    byte[] file = Samples.tiny(seed).fileBytes();
    return Arrays.copyOfRange(file, META_PREFIX_BYTES, file.length);
  }

  /** A data set, in explicit VR little endian, with text values of odd length. */
  public static byte[] oddLengths(long seed) {
    byte[] even = Samples.tiny(seed).dataSetBytes();
    byte[] name = "Odd".getBytes(StandardCharsets.US_ASCII);
    int at = indexOf(even, new byte[] {0x10, 0, 0x10, 0, 'P', 'N'});
    int length = even[at + 6] & 0xFF | (even[at + 7] & 0xFF) << 8;
    byte[] odd = new byte[even.length - length + name.length];
    System.arraycopy(even, 0, odd, 0, at + 8);
    odd[at + 6] = (byte) name.length;
    odd[at + 7] = 0;
    System.arraycopy(name, 0, odd, at + 8, name.length);
    int rest = at + 8 + length;
    System.arraycopy(even, rest, odd, at + 8 + name.length, even.length - rest);
    return odd;
  }

  private interface Change {
    void to(DataSet head);
  }

  private static SampleObject with(long seed, Change change) {
    SampleObject object = Samples.tiny(seed);
    change.to(object.head());
    return object;
  }

  private static SampleObject named(long seed, String terms, String name, Charset encoding) {
    return with(
        seed,
        head -> {
          head.remove(Tag.SPECIFIC_CHARACTER_SET);
          if (terms != null) {
            head.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, terms);
          }
          head.putBytes(Tag.PATIENT_NAME, Vr.PN, name.getBytes(encoding));
        });
  }

  private static int indexOf(byte[] bytes, byte[] wanted) {
    for (int at = 0; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new IllegalStateException("element: none found (expected: one)");
  }
}
