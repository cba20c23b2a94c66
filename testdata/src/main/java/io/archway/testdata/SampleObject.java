package io.archway.testdata;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.Element;
import io.archway.dicom.data.FileMeta;
import io.archway.dicom.data.Part10;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * One synthetic SOP Instance: the attributes, which a test may change, and pixels that are made
 * frame by frame while they are written, so that an object of any size needs the memory of one
 * frame. Pixel data is the last element. Not thread-safe.
 */
public final class SampleObject {
  /** The largest even length of an element. */
  static final long MAX_VALUE_BYTES = 0xFFFF_FFFEL;

  private final DataSet head;
  private final TransferSyntax transferSyntax;
  private final FrameSource frames;

  SampleObject(DataSet head, TransferSyntax transferSyntax, FrameSource frames) {
    this.head = head;
    this.transferSyntax = transferSyntax;
    this.frames = frames;
  }

  /** Native 16-bit frames in explicit VR little endian. */
  static SampleObject ofFrames(DataSet head, FrameSource frames) {
    long length = 2L * frames.pixelsPerFrame() * frames.count();
    if (length > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "pixel data: " + length + " bytes (expected: <= " + MAX_VALUE_BYTES + ")");
    }
    return new SampleObject(head, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN, frames);
  }

  /** An object that is complete in memory. */
  static SampleObject ofDataSet(DataSet dataSet, TransferSyntax transferSyntax) {
    return new SampleObject(dataSet, transferSyntax, null);
  }

  /** All attributes but pixels that are made while writing; may be changed before. */
  public DataSet head() {
    return head;
  }

  public TransferSyntax transferSyntax() {
    return transferSyntax;
  }

  public String sopClassUid() {
    return head.string(Tag.SOP_CLASS_UID);
  }

  public String sopInstanceUid() {
    return head.string(Tag.SOP_INSTANCE_UID);
  }

  /** The bytes of the data set as a C-STORE sends it. */
  public long dataSetLength() {
    return writer().length(head) + (frames == null ? 0 : pixelHeaderLength() + pixelLength());
  }

  /** A whole Part 10 file. The stream stays open and should be buffered. */
  public void writeFile(OutputStream out) throws IOException {
    out.write(metaBytes());
    writeDataSet(out);
  }

  /** The data set alone, in {@link #transferSyntax()}. */
  public void writeDataSet(OutputStream out) throws IOException {
    writer().write(head, out);
    if (frames == null) {
      return;
    }
    out.write(pixelHeader());
    writePixels(out);
  }

  public byte[] fileBytes() {
    return inMemory(this::writeFile);
  }

  public byte[] dataSetBytes() {
    return inMemory(this::writeDataSet);
  }

  /** The data set with its pixels, in memory: for small objects. */
  public DataSet dataSet() {
    DataSet all = new DataSet();
    for (Element element : head) {
      all.put(element);
    }
    if (frames != null) {
      all.putBytes(Tag.PIXEL_DATA, Vr.OW, inMemory(this::writePixels));
    }
    return all;
  }

  /** The same object with uncompressed pixels in another encoding; in memory. */
  public SampleObject in(TransferSyntax other) {
    if (!transferSyntax.uncompressed() || !other.uncompressed()) {
      throw new IllegalArgumentException(
          "transfer syntax: " + other.name() + " (expected: uncompressed, from uncompressed)");
    }
    return ofDataSet(dataSet(), other);
  }

  byte[] metaBytes() {
    return Part10.metaBytes(FileMeta.of(sopClassUid(), sopInstanceUid(), transferSyntax.uid()));
  }

  private void writePixels(OutputStream out) throws IOException {
    byte[] bytes = new byte[frames.pixelsPerFrame() * 2];
    short[] pixels = new short[frames.pixelsPerFrame()];
    for (int i = 0; i < frames.count(); i++) {
      frames.frame(i, pixels);
      littleEndian(pixels, bytes);
      out.write(bytes);
    }
  }

  private DataSetWriter writer() {
    return new DataSetWriter(transferSyntax);
  }

  private long pixelLength() {
    return 2L * frames.pixelsPerFrame() * frames.count();
  }

  private int pixelHeaderLength() {
    return pixelHeader().length;
  }

  /** (7FE0,0010) OW with a 32-bit length, explicit VR little endian (PS3.5 7.1.2). */
  private byte[] pixelHeader() {
    long length = pixelLength();
    return new byte[] {
      (byte) 0xE0,
      0x7F,
      0x10,
      0,
      'O',
      'W',
      0,
      0,
      (byte) length,
      (byte) (length >>> 8),
      (byte) (length >>> 16),
      (byte) (length >>> 24)
    };
  }

  private static void littleEndian(short[] pixels, byte[] bytes) {
    for (int i = 0; i < pixels.length; i++) {
      bytes[2 * i] = (byte) pixels[i];
      bytes[2 * i + 1] = (byte) (pixels[i] >>> 8);
    }
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private static byte[] inMemory(Writing writing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
