package io.archway.http.patients;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Reads CSV (RFC 4180) as its bytes come, a row at a time, within bounded memory. UTF-8, with or
 * without a byte order mark; whatever of comma, semicolon and tab is most often in the first row
 * divides. One thread.
 */
final class CsvRows {

  static final int MAX_ROW_BYTES = 256 * 1024;

  private static final CsvMapper MAPPER =
      CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final int HEAD = 4;

  /** Takes the rows, the first of which names the columns. */
  interface Sink {
    /**
     * @param line on which it begins, from 1
     * @param cells null where the row is malformed
     */
    void row(int line, List<String> cells) throws Exception;
  }

  private enum State {
    CELL_START,
    PLAIN,
    QUOTED,
    QUOTE_IN_QUOTED
  }

  private final Sink sink;
  private byte[] row = new byte[4 * 1024];
  private int length;
  private int line = 1;
  private int rowLine = 1;
  private State state = State.CELL_START;
  private boolean begun;
  private ObjectReader reader;
  private char separator;

  CsvRows(Sink sink) {
    this.sink = sink;
  }

  void accept(ByteBuffer data) throws Exception {
    while (data.hasRemaining()) {
      accept(data.get());
    }
  }

  private void accept(byte b) throws Exception {
    if (b == 0) {
      throw new CsvFileException(line, "a zero byte (expected: text in UTF-8, not UTF-16)");
    }
    if (b == '\n' && state != State.QUOTED) {
      endRow();
      line++;
      rowLine = line;
      return;
    }
    if (b == '\n') {
      line++;
    }
    append(b);
    state = next(b);
  }

  private State next(byte b) {
    if (b == '"') {
      return switch (state) {
        case CELL_START, QUOTE_IN_QUOTED -> State.QUOTED;
        case QUOTED -> State.QUOTE_IN_QUOTED;
        case PLAIN -> State.PLAIN;
      };
    }
    if (state == State.QUOTED) {
      return State.QUOTED;
    }
    return divides(b) || length == BYTE_ORDER_MARK.length && isMarked()
        ? State.CELL_START
        : State.PLAIN;
  }

  private boolean divides(byte b) {
    return separator == 0 ? b == ',' || b == ';' || b == '\t' : b == separator;
  }

  private boolean isMarked() {
    return !begun && Arrays.equals(row, 0, 3, BYTE_ORDER_MARK, 0, 3);
  }

  private void append(byte b) {
    if (length == MAX_ROW_BYTES) {
      throw new CsvFileException(
          rowLine,
          "a row of more than %d bytes (expected: less; is a quote not closed?)"
              .formatted(MAX_ROW_BYTES));
    }
    if (length == row.length) {
      row = Arrays.copyOf(row, 2 * length);
    }
    row[length++] = b;
    if (!begun && length == HEAD) {
      checkHead();
    }
  }

  private void checkHead() {
    int first = (row[0] & 0xFF) << 8 | row[1] & 0xFF;
    if (first == 0xFFFE || first == 0xFEFF) {
      throw new CsvFileException(1, "text in UTF-16 (expected: UTF-8)");
    }
    if (row[0] == 'P' && row[1] == 'K' && row[2] == 3 || first == 0xD0CF) {
      throw new CsvFileException(1, "a workbook or an archive (expected: a CSV file)");
    }
  }

  /** The last row needs no line's end. */
  void end() throws Exception {
    if (state == State.QUOTED) {
      throw new CsvFileException(rowLine, "a quote that is not closed");
    }
    endRow();
  }

  private void endRow() throws Exception {
    int from = isMarked() ? BYTE_ORDER_MARK.length : 0;
    int to = length > from && row[length - 1] == '\r' ? length - 1 : length;
    String text = text(from, to);
    length = 0;
    state = State.CELL_START;
    begun = true;
    if (text.isBlank()) {
      return;
    }
    if (reader == null) {
      separator = separator(text);
      reader =
          MAPPER
              .readerForListOf(String.class)
              .with(CsvSchema.emptySchema().withColumnSeparator(separator));
    }
    sink.row(rowLine, cells(text));
  }

  private String text(int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(row, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new CsvFileException(rowLine, "not UTF-8 (expected: the file saved as CSV UTF-8)");
    }
  }

  private static char separator(String head) {
    char best = ',';
    for (char candidate : new char[] {';', '\t'}) {
      if (count(head, candidate) > count(head, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String text, char c) {
    return text.chars().filter(one -> one == c).count();
  }

  private List<String> cells(String text) {
    try (MappingIterator<List<String>> rows = reader.readValues(text)) {
      List<String> cells = rows.nextValue();
      return rows.hasNextValue() ? null : cells;
    } catch (JsonProcessingException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }
}
