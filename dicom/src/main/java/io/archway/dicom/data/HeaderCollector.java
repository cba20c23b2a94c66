package io.archway.dicom.data;

import io.archway.dicom.dict.Tag;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Collects the head of a data set as its pieces arrive, and stops before its pixels: at (7FE0,0008)
 * Float, (7FE0,0009) Double Float or (7FE0,0010) Pixel Data. Values longer than {@link
 * ParseLimits#maxValueBytes()} are noted as {@link Element.Skipped}; what goes beyond {@link
 * ParseLimits#maxHeldBytes()} is left out, nested things first. One data set each; not thread-safe;
 * close it.
 */
public final class HeaderCollector implements AutoCloseable {
  private final DataSetReader reader;
  private final Assembler assembler;
  private boolean done;
  private boolean stopped;

  public HeaderCollector(TransferSyntax syntax, ParseLimits limits) {
    this.reader = new DataSetReader(syntax, limits);
    this.reader.stopBefore(Tag.FLOAT_PIXEL_DATA);
    this.assembler = new Assembler(reader, limits, true);
  }

  /**
   * Takes the next piece of the data set. The buffer's position does not move; nothing of it is
   * kept after the call.
   *
   * @return true if the header is complete, so that no more pieces are needed
   * @throws DicomParseException if it is no data set; every later call throws it again
   */
  public boolean accept(ByteBuffer piece) {
    if (!done && piece.hasRemaining()) {
      reader.feed(piece.duplicate());
      pump();
    }
    return done;
  }

  /**
   * Says that the data set ends here.
   *
   * @throws DicomParseException if it ends inside an element
   */
  public DataSet finish() {
    if (!done) {
      reader.endOfInput();
      pump();
    }
    return assembler.root();
  }

  /** True once the pixels or the end are reached. */
  public boolean done() {
    return done;
  }

  /** What was collected until now; of a data set that failed, what came before. */
  public DataSet dataSet() {
    return assembler.root();
  }

  /** True if it stopped before pixels rather than at the end of the data set. */
  public boolean stoppedAtPixels() {
    return stopped;
  }

  /** True if something was left out because the header is larger than the limits. */
  public boolean truncated() {
    return assembler.truncated();
  }

  /** What {@link ParseLimits#maxHeldBytes()} bounds, so far. */
  public long heldBytes() {
    return assembler.heldBytes();
  }

  /**
   * Bytes of the (inflated) data set that were read; once done, where the pixels' element starts.
   */
  public long position() {
    return reader.position();
  }

  public Set<Oddity> oddities() {
    return reader.oddities();
  }

  @Override
  public void close() {
    reader.close();
  }

  private void pump() {
    DataSetReader.Event event = DataSets.pump(reader, assembler);
    stopped = event == DataSetReader.Event.STOPPED;
    done = event != DataSetReader.Event.NEED_INPUT;
  }
}
