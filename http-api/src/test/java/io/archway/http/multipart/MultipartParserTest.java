package io.archway.http.multipart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.http.kernel.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bodies of several parts, cut at every place (RFC 7578, RFC 2046 5.1). */
final class MultipartParserTest {
  private static final String BOUNDARY = "X-7";
  private static final String BODY =
      """
      a preamble, even with a --X-7 in it
      --X-7
      Content-Disposition: form-data; name="status"

      new
      --X-7 \t
      content-disposition: form-data; name="file"; filename="a \\"b\\".dcm"
      Content-Type: application/octet-stream

      \r\r
      -
      --
      --X-
      --X-8
      not yet\r
      --X-7
      Content-Disposition: form-data; name="empty"


      --X-7
      Content-Disposition: form-data; name="last"; filename*=UTF-8''z%C3%A4hne.png; filename="z.png"

      \r
      --X-7--
      an epilogue
      --X-7
      """
          .replace("\n", "\r\n");

  /** A part as it was told, its content as text. */
  private record Told(PartHead head, String content) {}

  private static final class Collecting implements MultipartParser.Parts {
    final List<Told> parts = new ArrayList<>();
    private PartHead head;
    private StringBuilder content;

    @Override
    public void begin(PartHead begun) {
      assertThat(head).isNull();
      head = begun;
      content = new StringBuilder();
    }

    @Override
    public void data(ByteBuffer bytes) {
      assertThat(bytes.hasRemaining()).isTrue();
      content.append(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()));
    }

    @Override
    public void end() {
      parts.add(new Told(head, content.toString()));
      head = null;
    }
  }

  private static List<Told> parse(byte[] body, int... cuts) throws IOException {
    return parse(200, body, cuts);
  }

  private static List<Told> parse(int maxHeadBytes, byte[] body, int... cuts) throws IOException {
    Collecting parts = new Collecting();
    MultipartParser parser = new MultipartParser(BOUNDARY, maxHeadBytes, 10, parts);
    int from = 0;
    for (int cut : cuts) {
      parser.accept(ByteBuffer.wrap(body, from, cut - from));
      from = cut;
    }
    parser.accept(ByteBuffer.wrap(body, from, body.length - from));
    parser.finish();
    return parts.parts;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void tellsThePartsWhereverTheBodyIsCut() throws IOException {
    byte[] body = bytes(BODY);
    List<Told> whole = parse(body);
    assertThat(whole.stream().map(Told::head))
        .containsExactly(
            new PartHead("status", null),
            new PartHead("file", "a \"b\".dcm"),
            new PartHead("empty", null),
            new PartHead("last", "zähne.png"));
    assertThat(whole.get(0).content()).isEqualTo("new");
    assertThat(whole.get(1).content()).startsWith("\r\r\r\n-").endsWith("not yet\r");
    assertThat(whole.get(2).content()).isEmpty();
    for (int first = 0; first <= body.length; first++) {
      assertThat(parse(body, first)).as("cut at %d", first).isEqualTo(whole);
    }
    int[] everywhere = java.util.stream.IntStream.range(1, body.length).toArray();
    assertThat(parse(body, everywhere)).isEqualTo(whole);
  }

  @Test
  void givesContentBackAsItWasWhateverIsInIt() throws IOException {
    Random random = new Random(7);
    byte[] alphabet = bytes("\r\n-X7 ");
    for (int round = 0; round < 500; round++) {
      StringBuilder content = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        content.append((char) alphabet[random.nextInt(alphabet.length)]);
      }
      if (("\r\n" + content).contains("\r\n--X-7")) {
        continue;
      }
      byte[] body =
          bytes(
              "--X-7\r\nContent-Disposition: form-data; name=f; filename=g\r\n\r\n"
                  + content
                  + "\r\n--X-7--");
      int first = random.nextInt(body.length);
      int second = first + random.nextInt(body.length - first);
      assertThat(parse(body, first, second))
          .containsExactly(new Told(new PartHead("f", "g"), content.toString()));
    }
  }

  @Test
  void refusesWhatIsMalformed() {
    assertRefused("--X-7\r\nContent-Disposition: form-data; name=a\r\n\r\nx", "ends within a part");
    assertRefused("", "ends within a part");
    assertRefused("--X-7?\r\n", "no line break behind a boundary");
    assertRefused("--X-7-x", "no line break behind a boundary");
    assertRefused("--X-7" + " ".repeat(101) + "\r\n", "no line break behind a boundary");
    assertRefused("--X-7\r\nContent-Type: text/plain\r\n\r\nx\r\n--X-7--", "a part without a name");
    assertRefused("--X-7\r\n\r\nx\r\n--X-7--", "a part without a name");
  }

  @Test
  void keepsWithinItsLimits() throws IOException {
    String start = "--X-7\r\nContent-Disposition: form-data; name=a\r\nX: ";
    int rest = 200 - (start.length() - "--X-7\r\n".length()) - "\r\n\r\n".length();
    String fits = start + "x".repeat(rest) + "\r\n\r\ny\r\n--X-7--";
    assertThat(parse(bytes(fits))).hasSize(1);
    assertRefused(start + "x".repeat(rest + 1) + "\r\n\r\ny\r\n--X-7--", "> 200 bytes");
    String part = "--X-7\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n";
    assertThat(parse(bytes(part.repeat(10) + "--X-7--"))).hasSize(10);
    assertRefused(part.repeat(11) + "--X-7--", "more than 10 parts");
  }

  @Test
  void namesOfFilesLoseTheirFolders() throws IOException {
    assertThat(fileName("filename=\"C:\\Users\\x\\tooth.png\"")).isEqualTo("tooth.png");
    assertThat(fileName("filename=\"../../etc/passwd\"")).isEqualTo("passwd");
    assertThat(fileName("filename=\"\"")).isEmpty();
    assertThat(fileName("filename*=utf-8''a%2Fb%00c.pdf")).isEqualTo("bc.pdf");
    assertThat(fileName("filename=plain.png; filename*=utf-8''%zz")).isEqualTo("plain.png");
    assertThat(fileName("filename=\"" + "n".repeat(100) + "\"")).hasSize(100);
  }

  @Test
  void readsNamesThatFillAHead() throws IOException {
    assertThat(fileName("filename=\"" + "n".repeat(16_000) + "\"")).isEqualTo("n".repeat(255));
    assertThat(fileName("filename=\"" + "\\\"".repeat(8_000) + "\"")).isEqualTo("\"".repeat(255));
    assertThat(fileName("filename=\"" + "\\".repeat(15_999) + "x\"")).isEqualTo("x");
    assertThat(fileName("filename=\"" + "n".repeat(16_000))).hasSize(255);
  }

  private static String fileName(String parameter) throws IOException {
    String body =
        "--X-7\r\nContent-Disposition: form-data; name=f; " + parameter + "\r\n\r\n\r\n--X-7--";
    return parse(16_384, bytes(body)).get(0).head().fileName();
  }

  private static void assertRefused(String body, String problem) {
    assertThatThrownBy(() -> parse(bytes(body)))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("BAD_REQUEST: body: ")
        .hasMessageContaining(problem);
  }

  @Test
  void findsTheBoundary() {
    assertThat(MultipartParser.boundary("multipart/form-data; boundary=abc")).isEqualTo("abc");
    assertThat(MultipartParser.boundary("multipart/form-data;charset=utf-8; Boundary=\"a b:c\""))
        .isEqualTo("a b:c");
  }

  @Test
  void refusesABoundaryThatIsNone() {
    for (String type :
        List.of(
            "multipart/form-data",
            "multipart/form-data; boundary=",
            "multipart/form-data; boundary=\"a \"",
            "multipart/form-data; boundary=" + "a".repeat(71))) {
      assertThatThrownBy(() -> MultipartParser.boundary(type)).isInstanceOf(ProblemException.class);
    }
  }
}
