package io.archway.http.multipart;

import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Divides a multipart/form-data body (RFC 7578, RFC 2046 5.1) into its parts as it comes, however
 * it is cut. Content is handed on as it lies in the buffers; nothing is kept but the head of a
 * part. What is malformed is refused, and nothing is parsed after it.
 *
 * <pre>
 *   preamble CRLF
 *   --boundary padding CRLF  head lines CRLF CRLF  content CRLF
 *   --boundary padding CRLF  …
 *   --boundary--  epilogue
 * </pre>
 *
 * <p>One thread at a time.
 */
public final class MultipartParser {

  /** Told of the parts in order: {@code begin}, {@code data} any number of times, {@code end}. */
  public interface Parts {
    void begin(PartHead head) throws IOException;

    /** The next bytes of the part, valid during the call. */
    void data(ByteBuffer bytes) throws IOException;

    void end() throws IOException;
  }

  private enum State {
    PREAMBLE,
    /** Behind a delimiter: more content, or the end. */
    DELIMITED,
    FIRST_DASH,
    PADDING,
    LINE_END,
    HEAD,
    CONTENT,
    EPILOGUE,
    FAILED
  }

  /** RFC 2046 5.1.1. */
  private static final Pattern BOUNDARY =
      Pattern.compile("[0-9A-Za-z'()+_,\\-./:=? ]{0,69}[0-9A-Za-z'()+_,\\-./:=?]");

  private static final Pattern BOUNDARY_PARAMETER =
      Pattern.compile(";\\s*boundary=(?:\"([^\"]*)\"|([^;\\s]*))", Pattern.CASE_INSENSITIVE);

  private static final int MAX_PADDING = 100;
  private static final int CR = '\r';
  private static final int LF = '\n';

  private final byte[] delimiter;
  private final int maxHeadBytes;
  private final int maxParts;
  private final Parts parts;
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private State state = State.PREAMBLE;

  /** How much of the delimiter was seen last; the line break before the first one is not there. */
  private int matched = 2;

  private int padding;
  private int count;

  /**
   * @param maxHeadBytes of the lines that stand before a part's content
   */
  public MultipartParser(String boundary, int maxHeadBytes, int maxParts, Parts parts) {
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.US_ASCII);
    this.maxHeadBytes = maxHeadBytes;
    this.maxParts = maxParts;
    this.parts = parts;
  }

  /** The boundary that a Content-Type names; 400 where that is none. */
  public static String boundary(String contentType) {
    Matcher parameter = BOUNDARY_PARAMETER.matcher(contentType == null ? "" : contentType);
    if (parameter.find()) {
      String boundary = parameter.group(1) == null ? parameter.group(2) : parameter.group(1);
      if (BOUNDARY.matcher(boundary).matches()) {
        return boundary;
      }
    }
    throw new ProblemException(
        ProblemType.BAD_REQUEST, "Content-Type: boundary (expected: 1 to 70 characters)");
  }

  /** Takes the next bytes of the body, all of them. */
  public void accept(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      switch (state) {
        case PREAMBLE, CONTENT -> content(bytes);
        case DELIMITED -> delimited(bytes.get());
        case FIRST_DASH -> {
          require(bytes.get() == '-', "no line break behind a boundary");
          state = State.EPILOGUE;
        }
        case PADDING -> padding(bytes.get());
        case LINE_END -> {
          require(bytes.get() == LF, "no line break behind a boundary");
          state = State.HEAD;
          head.reset();
        }
        case HEAD -> head(bytes.get());
        case EPILOGUE, FAILED -> bytes.position(bytes.limit());
      }
    }
  }

  /** The body has ended; 400 unless its last part had. */
  public void finish() {
    require(state == State.EPILOGUE, "ends within a part (expected: the last boundary)");
  }

  /** A line break can only begin a delimiter, so that whatever breaks one off begins anew. */
  private void content(ByteBuffer bytes) throws IOException {
    int start = bytes.position();
    int carried = matched; // of bytes that came before these
    for (int at = start; at < bytes.limit(); ) {
      if (bytes.get(at) == delimiter[matched]) {
        at++;
        if (++matched == delimiter.length) {
          found(bytes, start, carried > 0 ? start : at - delimiter.length, at);
          return;
        }
      } else if (matched > 0) {
        hand(ByteBuffer.wrap(delimiter, 0, carried));
        carried = 0;
        matched = 0;
      } else {
        at++;
      }
    }
    hand(slice(bytes, start, bytes.limit() - (matched - carried)));
    bytes.position(bytes.limit());
  }

  private void found(ByteBuffer bytes, int start, int end, int next) throws IOException {
    hand(slice(bytes, start, end));
    bytes.position(next);
    matched = 0;
    State before = state;
    state = State.DELIMITED;
    if (before == State.CONTENT) {
      parts.end();
    }
  }

  private void hand(ByteBuffer content) throws IOException {
    if (state == State.CONTENT && content.hasRemaining()) {
      parts.data(content);
    }
  }

  private static ByteBuffer slice(ByteBuffer bytes, int from, int to) {
    return bytes.slice(from, to - from);
  }

  private void delimited(byte next) {
    if (next == '-') {
      state = State.FIRST_DASH;
    } else {
      padding = 0;
      state = State.PADDING;
      padding(next);
    }
  }

  private void padding(byte next) {
    if (next == CR) {
      state = State.LINE_END;
      return;
    }
    require(
        (next == ' ' || next == '\t') && ++padding <= MAX_PADDING,
        "no line break behind a boundary");
  }

  private void head(byte next) throws IOException {
    require(head.size() < maxHeadBytes, "head of a part: > %d bytes".formatted(maxHeadBytes));
    head.write(next);
    int size = head.size();
    if (next == LF && size >= 2) {
      String text = head.toString(StandardCharsets.UTF_8);
      if (text.endsWith("\r\n\r\n") || text.equals("\r\n")) {
        begin(text);
      }
    }
  }

  private void begin(String text) throws IOException {
    require(++count <= maxParts, "more than %d parts".formatted(maxParts));
    PartHead part = PartHeads.parse(text);
    require(part != null, "a part without a name (expected: Content-Disposition: form-data; name)");
    state = State.CONTENT;
    parts.begin(part);
  }

  private void require(boolean condition, String problem) {
    if (!condition) {
      state = State.FAILED;
      throw new ProblemException(ProblemType.BAD_REQUEST, "body: " + problem);
    }
  }
}
