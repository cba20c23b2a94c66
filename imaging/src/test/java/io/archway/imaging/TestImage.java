package io.archway.imaging;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.FileMeta;
import io.archway.dicom.data.Part10;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.imaging.frame.ImageFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/** Seeded images as Secondary Capture objects: slopes with noise, every value of the range met. */
public final class TestImage {
  public static final int ROWS = 37;
  public static final int COLUMNS = 52;

  public final DataSet dataSet = new DataSet();

  /** Stored values by frame and sample, row by row, as numbers with their sign. */
  public final int[][][] values;

  private final int allocated;
  private final int stored;
  private final int samples;

  private TestImage(
      long seed, String photometric, int allocated, int stored, boolean signed, int frames) {
    this.allocated = allocated;
    this.stored = stored;
    this.samples = photometric.startsWith("MONO") || photometric.startsWith("PAL") ? 1 : 3;
    this.values = new int[frames][samples][ROWS * COLUMNS];
    fill(new Random(seed), signed);
    head(photometric, signed, frames);
  }

  public static TestImage gray(long seed, int stored, boolean signed) {
    return new TestImage(seed, "MONOCHROME2", stored > 8 ? 16 : 8, stored, signed, 1);
  }

  public static TestImage of(long seed, String photometric, int allocated, int stored, int frames) {
    return new TestImage(seed, photometric, allocated, stored, false, frames).native8or16();
  }

  public static TestImage color(long seed, String photometric) {
    return of(seed, photometric, 8, 8, 1);
  }

  private void fill(Random random, boolean signed) {
    int range = 1 << stored;
    for (int[][] frame : values) {
      for (int sample = 0; sample < samples; sample++) {
        int phase = random.nextInt(range);
        for (int i = 0; i < frame[sample].length; i++) {
          int slope = (i % COLUMNS + i / COLUMNS * (sample + 1)) * range / (COLUMNS + 3 * ROWS);
          int noise = random.nextInt(Math.max(1, range / 16));
          int value = (slope + noise + phase / 8) % range;
          frame[sample][i] = signed ? value - range / 2 : value;
        }
      }
    }
  }

  private void head(String photometric, boolean signed, int frames) {
    String uid = "1.2.826.0.1.3680043.9.9999." + Math.abs(photometric.hashCode() % 1000) + stored;
    dataSet.put(Tag.SOP_CLASS_UID, Vr.UI, Uids.SECONDARY_CAPTURE_IMAGE_STORAGE);
    dataSet.put(Tag.SOP_INSTANCE_UID, Vr.UI, uid);
    dataSet.put(Tag.STUDY_INSTANCE_UID, Vr.UI, uid + ".1");
    dataSet.put(Tag.SERIES_INSTANCE_UID, Vr.UI, uid + ".2");
    dataSet.put(Tag.MODALITY, Vr.CS, "OT");
    dataSet.putInts(Tag.SAMPLES_PER_PIXEL, Vr.US, samples);
    dataSet.put(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, photometric);
    if (samples == 3) {
      dataSet.putInts(Tag.PLANAR_CONFIGURATION, Vr.US, 0);
    }
    if (frames > 1) {
      dataSet.putInts(Tag.NUMBER_OF_FRAMES, Vr.IS, frames);
    }
    dataSet.putInts(Tag.ROWS, Vr.US, ROWS);
    dataSet.putInts(Tag.COLUMNS, Vr.US, COLUMNS);
    dataSet.putInts(Tag.BITS_ALLOCATED, Vr.US, allocated);
    dataSet.putInts(Tag.BITS_STORED, Vr.US, stored);
    dataSet.putInts(Tag.HIGH_BIT, Vr.US, stored - 1);
    dataSet.putInts(Tag.PIXEL_REPRESENTATION, Vr.US, signed ? 1 : 0);
    native8or16();
  }

  private TestImage native8or16() {
    boolean words = allocated == 16;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int[][] frame : values) {
      for (int i = 0; i < ROWS * COLUMNS; i++) {
        for (int[] sample : frame) {
          int pattern = sample[i] & (1 << stored) - 1;
          out.write(pattern);
          if (words) {
            out.write(pattern >> 8);
          }
        }
      }
    }
    if ((out.size() & 1) != 0) {
      out.write(0);
    }
    dataSet.putBytes(Tag.PIXEL_DATA, words ? Vr.OW : Vr.OB, out.toByteArray());
    return this;
  }

  public byte[] bytes(TransferSyntax syntax) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new DataSetWriter(syntax).write(dataSet, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  public ImageFile open(TransferSyntax syntax) throws IOException {
    return open(bytes(syntax), syntax);
  }

  public ImageFile open() throws IOException {
    return open(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  public static ImageFile open(byte[] dataSet, TransferSyntax syntax) throws IOException {
    return ImageFile.open(
        ByteSource.of(dataSet), syntax, PictureLimits.DEFAULT, TimeLimit.of(PictureLimits.DEFAULT));
  }

  public Path write(Path folder, TransferSyntax syntax) throws IOException {
    Path file = folder.resolve("image.dcm");
    byte[] meta =
        Part10.metaBytes(
            FileMeta.of(
                dataSet.string(Tag.SOP_CLASS_UID),
                dataSet.string(Tag.SOP_INSTANCE_UID),
                syntax.uid()));
    Files.write(file, meta);
    Files.write(file, bytes(syntax), StandardOpenOption.APPEND);
    return file;
  }

  public Path write(Path folder) throws IOException {
    return write(folder, TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
  }

  /** A Part 10 file, whatever wrote it. */
  public static ImageFile openFile(Path file) throws IOException {
    Part10Input input = Part10Reader.open(new ByteArrayInputStream(Files.readAllBytes(file)));
    return open(input.dataSet().readAllBytes(), input.head().transferSyntax());
  }
}
