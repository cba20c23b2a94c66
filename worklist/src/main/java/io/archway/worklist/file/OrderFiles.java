package io.archway.worklist.file;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.Part10Input;
import io.archway.dicom.data.Part10Reader;
import io.archway.dicom.dump.DumpParseException;
import io.archway.dicom.dump.DumpReader;
import io.archway.index.database.Database;
import io.archway.index.disk.FailureReason;
import io.archway.index.order.Order;
import io.archway.index.order.OrderException;
import io.archway.index.order.OrderOutcome;
import io.archway.index.order.OrderOutcome.Word;
import io.archway.index.order.OrderTarget;
import io.archway.index.order.Orders;
import io.archway.worklist.file.OrderFileVerdict.Fate;
import io.archway.worklist.hl7.Hl7Reader;
import io.archway.worklist.order.DataSetOrder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Takes files of orders: worklist files of DICOM (Part 10, with or without preamble and meta
 * group), dumps of them, HL7 v2 messages. What a file is, it says by its first bytes; its name
 * means nothing. Each message is one transaction, durable before the verdict. Thread-safe.
 */
public final class OrderFiles {
  public static final int MAX_FILE_BYTES = 4 << 20;

  /** DCMTK wants one in each folder of a worklist; it is empty and stays. */
  private static final String LOCK_FILE = "lockfile";

  private static final ParseLimits LIMITS =
      ParseLimits.DEFAULT
          .withMaxDepth(8)
          .withMaxElements(10_000)
          .withMaxValueBytes(64 << 10)
          .withMaxHeldBytes(MAX_FILE_BYTES)
          .withMaxInflated(MAX_FILE_BYTES, 250);

  private final Orders orders;
  private final OrderTarget target;

  public OrderFiles(Database database, OrderTarget target, InstantSource clock) {
    this.orders = new Orders(database, target, clock);
    this.target = target;
  }

  /**
   * Blocks until the verdict.
   *
   * @param stopping asked between two messages; a file that is broken off waits, and what was
   *     entered of it is known when it is taken again
   */
  public OrderFileVerdict take(Path file, BooleanSupplier stopping) {
    byte[] bytes;
    try {
      bytes = read(file);
    } catch (IOException e) {
      return OrderFileVerdict.waits("cannot be read: " + FailureReason.of(e));
    }
    if (bytes.length == 0 && file.getFileName().toString().equals(LOCK_FILE)) {
      return new OrderFileVerdict(Fate.LEFT, List.of(), "");
    }
    if (bytes.length == 0) {
      return OrderFileVerdict.refused("an empty file");
    }
    if (bytes.length > MAX_FILE_BYTES) {
      return OrderFileVerdict.refused(
          "too long (expected: <= " + MAX_FILE_BYTES + " bytes): is this an image?");
    }
    try {
      return take(bytes, stopping);
    } catch (OrderException e) {
      return OrderFileVerdict.refused(e.getMessage());
    } catch (RuntimeException e) {
      if (Database.isPassing(e)) {
        return OrderFileVerdict.waits("the index cannot be written now");
      }
      throw e;
    }
  }

  /** A byte more than is allowed is read of what is longer. */
  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(MAX_FILE_BYTES + 1);
    }
  }

  private OrderFileVerdict take(byte[] bytes, BooleanSupplier stopping) {
    if (Hl7Reader.looksLikeHl7(bytes)) {
      return takeMessages(Hl7Reader.messages(bytes), stopping);
    }
    DataSet dataSet = DumpReader.looksLikeDump(bytes) ? readDump(bytes) : readDataSet(bytes);
    List<OrderOutcome> outcomes = orders.enter(List.of(DataSetOrder.of(dataSet)));
    StringBuilder text = new StringBuilder();
    outcomes.forEach(outcome -> text.append(outcome.line()).append('\n'));
    return new OrderFileVerdict(Fate.DONE, words(outcomes), text.toString());
  }

  private static DataSet readDump(byte[] bytes) {
    try {
      return DumpReader.read(bytes, LIMITS);
    } catch (DumpParseException e) {
      throw new OrderException(e.getMessage());
    }
  }

  private static DataSet readDataSet(byte[] bytes) {
    try {
      Part10Input input = Part10Reader.open(new ByteArrayInputStream(bytes));
      return DataSets.read(input.dataSet(), input.head().transferSyntax(), LIMITS);
    } catch (DicomParseException e) {
      throw new OrderException(
          "neither an HL7 message nor a dump, and no DICOM data set: " + e.getMessage());
    } catch (IOException e) {
      throw new OrderException("no DICOM data set: " + FailureReason.of(e));
    }
  }

  private OrderFileVerdict takeMessages(List<Hl7Reader.Unread> messages, BooleanSupplier stopping) {
    List<Word> words = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < messages.size(); i++) {
      if (stopping.getAsBoolean()) {
        return OrderFileVerdict.waits("the gateway stops");
      }
      String id = messages.get(i).controlId();
      String label = "message " + (i + 1) + (id.isEmpty() ? "" : " (MSH-10 " + id + ")");
      for (OrderOutcome outcome : outcomes(messages.get(i))) {
        words.add(outcome.word());
        text.append(label).append(": ").append(outcome.line()).append('\n');
      }
    }
    Fate fate = words.contains(Word.REFUSED) ? Fate.REFUSED : Fate.DONE;
    return new OrderFileVerdict(fate, words, text.toString());
  }

  /** A message that is refused is nothing to the others of its file. */
  private List<OrderOutcome> outcomes(Hl7Reader.Unread message) {
    try {
      List<Order> said = message.orders(target.zone());
      return said.isEmpty()
          ? List.of(new OrderOutcome(Word.IGNORED, null, "it informs, and orders nothing"))
          : orders.enter(said);
    } catch (OrderException e) {
      return List.of(new OrderOutcome(Word.REFUSED, null, e.getMessage()));
    }
  }

  private static List<Word> words(List<OrderOutcome> outcomes) {
    return outcomes.stream().map(OrderOutcome::word).toList();
  }
}
