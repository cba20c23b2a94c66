package io.archway.imaging.codec;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Uids;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.frame.ImageFile;
import io.archway.imaging.frame.SourceStream;
import io.archway.imaging.pixel.PixelDescription;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/**
 * The stored values of one frame of any transfer syntax that is decoded: native, deflated, RLE,
 * JPEG of 8 bits a sample, JPEG lossless, JPEG 2000. Stateless, any thread.
 */
public final class FrameDecoder {
  private static final String ENCAPSULATED_UNCOMPRESSED = "1.2.840.10008.1.2.1.98";
  private static final String DEFLATED_IMAGE_FRAME = "1.2.840.10008.1.2.8.1";

  /** ISO 10918-1, of any process; what the code stream says decides. */
  private static final Set<String> JPEG =
      Set.of(
          Uids.JPEG_BASELINE_8_BIT,
          Uids.JPEG_EXTENDED_12_BIT,
          "1.2.840.10008.1.2.4.53",
          "1.2.840.10008.1.2.4.55",
          Uids.JPEG_LOSSLESS,
          Uids.JPEG_LOSSLESS_SV1);

  private static final Set<String> JPEG_2000 = Set.of(Uids.JPEG_2000_LOSSLESS, Uids.JPEG_2000);

  private FrameDecoder() {}

  /**
   * Decodes a frame.
   *
   * @param frame from 0
   * @param step 1 for all rows and columns, n for every n-th, which takes the less memory
   * @throws PictureException UNSUPPORTED for other transfer syntaxes, CORRUPT for a damaged frame,
   *     TOO_LARGE where decoding takes more memory than the limits allow, TIME
   * @throws IOException where the source cannot be read
   */
  public static Decoded decode(ImageFile file, int frame, int step, PictureLimits limits)
      throws IOException {
    if (step < 1) {
      throw new IllegalArgumentException("step: %d (expected: >= 1)".formatted(step));
    }
    limits.requireMemory(heldBytes(file.pixels(), step));
    try {
      return decoded(file, frame, step, limits);
    } catch (EOFException e) {
      throw new PictureException(PictureFault.CORRUPT, "pixel data ends early", e);
    }
  }

  /** Of the stored values of a frame, in bytes. */
  public static long heldBytes(PixelDescription pixels, int step) {
    long width = (pixels.columns() + step - 1L) / step;
    long height = (pixels.rows() + step - 1L) / step;
    return width * height * pixels.samples() * Short.BYTES;
  }

  private static Decoded decoded(ImageFile file, int frame, int step, PictureLimits limits)
      throws IOException {
    PixelDescription pixels = file.pixels();
    TransferSyntax syntax = file.transferSyntax();
    if (!file.isEncapsulated()) {
      NativeDecoder decoder =
          new NativeDecoder(pixels, file.firstBit(frame), file.hasBigEndianWords());
      try (InputStream in = file.nativeFrame(frame)) {
        return decoder.decode(in, step, limits);
      }
    }
    if (syntax.uid().equals(DEFLATED_IMAGE_FRAME)) {
      try (InputStream in = file.inflatedFrame(frame)) {
        return new NativeDecoder(pixels, 0, false).decode(in, step, limits);
      }
    }
    ByteSource stream = file.codeStream(frame);
    if (syntax.uid().equals(ENCAPSULATED_UNCOMPRESSED)) {
      return new NativeDecoder(pixels, 0, false)
          .decode(new SourceStream(stream, file.time()), step, limits);
    }
    if (syntax.uid().equals(Uids.RLE_LOSSLESS)) {
      return new RleDecoder(pixels, file.time()).decode(stream, step);
    }
    if (JPEG.contains(syntax.uid())) {
      return new JpegDecoder(pixels, file.time(), limits).decode(stream, step);
    }
    if (JPEG_2000.contains(syntax.uid())) {
      return new Jpeg2000Decoder(pixels, file.time(), limits).decode(stream, step);
    }
    throw PictureException.unsupported(
        "transfer syntax %s is not decoded (expected: a native one, RLE, JPEG or JPEG 2000)"
            .formatted(syntax.uid()));
  }
}
