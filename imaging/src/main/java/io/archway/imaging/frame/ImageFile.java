package io.archway.imaging.frame;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.TimeLimit;
import io.archway.imaging.pixel.PixelDescription;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object with pixels, opened: its attributes are in memory, its pixels are not. Frames are read
 * one by one from where they lie, whatever the length of the object. Of one thread; the source must
 * stay open as long.
 */
public final class ImageFile {
  private final ByteSource dataSet;
  private final ImageHead head;
  private final PixelDescription pixels;
  private final TimeLimit time;

  private ImageFile(ByteSource dataSet, ImageHead head, PixelDescription pixels, TimeLimit time) {
    this.dataSet = dataSet;
    this.head = head;
    this.pixels = pixels;
    this.time = time;
  }

  /**
   * Reads the attributes.
   *
   * @param dataSet the data set alone, without preamble and meta group
   * @throws PictureException with any fault; also where attributes cannot be what they must be
   */
  public static ImageFile open(
      ByteSource dataSet, TransferSyntax syntax, PictureLimits limits, TimeLimit time)
      throws IOException {
    try {
      ImageHead head = ImageHead.read(dataSet, syntax, time);
      return new ImageFile(dataSet, head, PixelDescription.of(head.attributes(), limits), time);
    } catch (DicomParseException e) {
      throw new PictureException(PictureFault.CORRUPT, e.getMessage(), e);
    }
  }

  /** All but the pixels. */
  public DataSet attributes() {
    return head.attributes();
  }

  public TransferSyntax transferSyntax() {
    return head.syntax();
  }

  public PixelDescription pixels() {
    return pixels;
  }

  public TimeLimit time() {
    return time;
  }

  /**
   * The frame that stands for all, from 0: what Representative Frame Number (0028,6010) says, or
   * the one in the middle.
   */
  public int representativeFrame() {
    Integer said = attributes().integer(Tag.REPRESENTATIVE_FRAME_NUMBER);
    return said != null && said >= 1 && said <= pixels.frames() ? said - 1 : pixels.frames() / 2;
  }

  /** True if the pixels are encapsulated: a code stream a frame. */
  public boolean isEncapsulated() {
    return head.pixelBytes() < 0;
  }

  /** True if native pixels are 16-bit words in big endian order. */
  public boolean hasBigEndianWords() {
    return head.bigEndianWords();
  }

  /**
   * The code stream of a frame, its fragments put together.
   *
   * @param frame from 0
   */
  public ByteSource codeStream(int frame) throws IOException {
    requireFrame(frame);
    return new FragmentIndex(dataSet, head.pixelsAt(), head.attributes(), pixels.frames(), time)
        .frame(frame);
  }

  /**
   * The native bytes of a frame, from its first byte on (PS3.5 8.1.1, A.1 to A.3, A.5). Of frames
   * of 1 bit a pixel, the first may begin inside that byte, see {@link #firstBit}.
   *
   * @param frame from 0
   * @throws PictureException CORRUPT if the object ends before the frame does
   */
  public InputStream nativeFrame(int frame) throws IOException {
    requireFrame(frame);
    long bits = pixels.frameBits();
    long from = frame * bits / Byte.SIZE;
    long end = ((frame + 1) * bits + Byte.SIZE - 1) / Byte.SIZE;
    if (end > head.pixelBytes()) {
      throw PictureException.corrupt(
          "pixel data: %d bytes (expected: >= %d)".formatted(head.pixelBytes(), end));
    }
    if (head.syntax().deflated()) {
      InputStream in = ImageHead.open(dataSet, head.syntax(), time);
      in.skipNBytes(head.pixelsAt() + from);
      return in;
    }
    long start = head.pixelsAt() + from;
    if (end - from > dataSet.length() - start) {
      throw PictureException.corrupt(
          "pixel data ends after %d bytes (expected: %d)"
              .formatted(Math.max(0, dataSet.length() - head.pixelsAt()), end));
    }
    return new SourceStream(new ByteRange(dataSet, start, end - from), time);
  }

  /** The bit of the first byte of {@link #nativeFrame} where the frame begins, 0 to 7. */
  public int firstBit(int frame) {
    return (int) (frame * pixels.frameBits() % Byte.SIZE);
  }

  /** Inflates a frame of the transfer syntax Deflated Image Frame Compression (PS3.5 A.4.13). */
  public InputStream inflatedFrame(int frame) throws IOException {
    return new Inflating(new SourceStream(codeStream(frame), time));
  }

  private void requireFrame(int frame) throws PictureException {
    if (frame < 0 || frame >= pixels.frames()) {
      throw PictureException.corrupt(
          "frame: %d (expected: 0 to %d)".formatted(frame, pixels.frames() - 1));
    }
  }
}
