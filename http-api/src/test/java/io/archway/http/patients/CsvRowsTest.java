package io.archway.http.patients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvRowsTest {

  private static List<String> rows(byte[] bytes, int split) throws Exception {
    List<String> rows = new ArrayList<>();
    CsvRows csv = new CsvRows((line, cells) -> rows.add(line + " " + cells));
    csv.accept(ByteBuffer.wrap(bytes, 0, split));
    csv.accept(ByteBuffer.wrap(bytes, split, bytes.length - split));
    csv.end();
    return rows;
  }

  private static List<String> rows(String text) throws Exception {
    return rows(text.getBytes(StandardCharsets.UTF_8), 0);
  }

  @Test
  void rowsAreTheSameWhereverTheFileIsDivided() throws Exception {
    byte[] bytes =
        "\uFEFFa,b\r\n\"x\n, \"\"y\"\"\",ж😀\n\n5\" screen,\n,z".getBytes(StandardCharsets.UTF_8);
    for (int split = 0; split <= bytes.length; split++) {
      assertThat(rows(bytes, split))
          .as("split at %d", split)
          .containsExactly("1 [a, b]", "2 [x\n, \"y\", ж😀]", "5 [5\" screen, ]", "6 [, z]");
    }
  }

  @Test
  void firstRowTellsWhatDivides() throws Exception {
    assertThat(rows("a;b\n1,5;2")).containsExactly("1 [a, b]", "2 [1,5, 2]");
    assertThat(rows("a\tb\n1,5\t2;3")).containsExactly("1 [a, b]", "2 [1,5, 2;3]");
    assertThat(rows("\uFEFF\"a\",\"b\"\n\"1\n\",2")).containsExactly("1 [a, b]", "2 [1\n, 2]");
  }

  @Test
  void malformedRowIsToldAndTheNextRead() throws Exception {
    assertThat(rows("a,b\n\"x\"y,2\n3,4")).containsExactly("1 [a, b]", "2 null", "3 [3, 4]");
    assertThat(rows("a,b\n1,2\r3,4\n5,6")).containsExactly("1 [a, b]", "2 null", "3 [5, 6]");
  }

  @Test
  void rowIsBounded() throws Exception {
    String most = "x".repeat(CsvRows.MAX_ROW_BYTES);
    assertThat(rows("a\n" + most)).hasSize(2);
    assertThatThrownBy(() -> rows("a\n" + most + "x"))
        .isInstanceOf(CsvFileException.class)
        .hasMessageContaining("line 2: a row of more than");
    assertThatThrownBy(() -> rows("a\n\"" + "x\n".repeat(CsvRows.MAX_ROW_BYTES)))
        .isInstanceOf(CsvFileException.class)
        .hasMessageContaining("line 2: a row of more than");
  }

  @Test
  void otherEncodingsAreRefused() {
    for (String charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
      byte[] bytes = "first_name,last_name\n".getBytes(Charset.forName(charset));
      assertThatThrownBy(() -> rows(bytes, 0))
          .as(charset)
          .isInstanceOf(CsvFileException.class)
          .hasMessageContaining("UTF-16");
    }
    byte[] windows = "a,b\nПетар,c".getBytes(Charset.forName("windows-1251"));
    assertThatThrownBy(() -> rows(windows, 0))
        .isInstanceOf(CsvFileException.class)
        .hasMessage("line 2: not UTF-8 (expected: the file saved as CSV UTF-8)");
  }

  @Test
  void quoteThatIsNotClosedIsTold() {
    assertThatThrownBy(() -> rows("a,b\n1,\"2\n3,4\n"))
        .isInstanceOf(CsvFileException.class)
        .hasMessage("line 2: a quote that is not closed");
  }
}
