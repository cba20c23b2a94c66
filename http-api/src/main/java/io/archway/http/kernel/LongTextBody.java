package io.archway.http.kernel;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A JSON object one of whose texts may be of any length: that goes to its consumer as it comes, and
 * what is left, with an empty text in its place, is read into a record at the end. Only the
 * member's plain name at the top is meant. Worker threads, one call at a time.
 */
public final class LongTextBody<B extends Record> implements BodyConsumer {
  private static final int MAX_OTHER_BYTES = 64 << 10;
  private static final int MAX_NAME_BYTES = 100;

  /** What becomes of the text and of the whole. */
  public interface Parts<B> {
    /** The next bytes of the text, its escapes undone; valid during the call only. */
    void text(ByteBuffer bytes) throws Exception;

    /**
     * @param given whether the text was there; its member in the body is empty or null
     */
    Response end(B body, boolean given) throws Exception;

    /** Once, whatever happened. */
    void release();
  }

  /** A JSON object without such a text, for work that takes longer than on other requests. */
  public static <B extends Record> BodyConsumer without(
      Request request, Class<B> type, Handler.WithBody<B> handler) {
    return new LongTextBody<>(
        request,
        type,
        null,
        new Parts<B>() {
          @Override
          public void text(ByteBuffer bytes) {
            throw new IllegalStateException("no such text");
          }

          @Override
          public Response end(B body, boolean given) throws Exception {
            return handler.handle(request, body);
          }

          @Override
          public void release() {
            // holds nothing
          }
        });
  }

  private enum Place {
    BEFORE_NAME,
    NAME,
    BEFORE_VALUE,
    OTHER,
    OTHER_TEXT,
    LONG_TEXT
  }

  private final Request request;
  private final Class<B> type;
  private final String member;
  private final Parts<B> parts;
  private final ByteArrayOutputStream others = new ByteArrayOutputStream();
  private final ByteArrayOutputStream name = new ByteArrayOutputStream();
  private final ByteBuffer piece = ByteBuffer.allocate(16 << 10);
  private Place place = Place.OTHER;
  private int depth;
  private boolean escaped;
  private int hexDigits = -1;
  private int code;
  private boolean given;

  public LongTextBody(Request request, Class<B> type, String member, Parts<B> parts) {
    this.request = request;
    this.type = type;
    this.member = member;
    this.parts = parts;
  }

  @Override
  public void accept(ByteBuffer data) throws Exception {
    while (data.hasRemaining()) {
      byte next = data.get();
      if (place == Place.LONG_TEXT) {
        longText(next);
      } else {
        other(next);
      }
    }
    flush();
  }

  private void flush() throws Exception {
    if (piece.position() > 0) {
      parts.text(piece.flip());
      piece.clear();
    }
  }

  private void longText(byte next) throws Exception {
    if (hexDigits >= 0) {
      hexDigit(next);
    } else if (escaped) {
      escaped = false;
      unescape(next);
    } else if (next == '\\') {
      escaped = true;
    } else if (next == '"') {
      flush();
      keep('"');
      place = Place.OTHER;
    } else {
      put(next);
    }
  }

  private void put(byte next) throws Exception {
    if (!piece.hasRemaining()) {
      flush();
    }
    piece.put(next);
  }

  private void unescape(byte next) throws Exception {
    switch (next) {
      case '/', '\\', '"' -> put(next);
      case 'n' -> put((byte) '\n');
      case 'r' -> put((byte) '\r');
      case 't' -> put((byte) '\t');
      case 'u' -> hexDigits = 0;
      default -> throw invalid();
    }
  }

  private void hexDigit(byte next) throws Exception {
    int digit = Character.digit(next, 16);
    if (digit < 0) {
      throw invalid();
    }
    code = code << 4 | digit;
    if (++hexDigits == 4) {
      for (byte one : String.valueOf((char) code).getBytes(StandardCharsets.UTF_8)) {
        put(one);
      }
      hexDigits = -1;
      code = 0;
    }
  }

  private ProblemException invalid() {
    return Problem.invalid(member, "expected: a text").toException();
  }

  private void other(byte next) {
    keep(next);
    switch (place) {
      case NAME, OTHER_TEXT -> inText(next);
      case BEFORE_NAME, BEFORE_VALUE, OTHER -> between(next);
      case LONG_TEXT -> throw new IllegalStateException("not kept");
    }
  }

  private void inText(byte next) {
    if (escaped) {
      escaped = false;
    } else if (next == '\\') {
      escaped = true;
    } else if (next == '"') {
      place = Place.OTHER;
      return;
    }
    if (place == Place.NAME && name.size() <= MAX_NAME_BYTES) {
      name.write(next);
    }
  }

  private void between(byte next) {
    switch (next) {
      case '{', '[' -> {
        depth++;
        place = depth == 1 ? Place.BEFORE_NAME : Place.OTHER;
      }
      case '}', ']' -> {
        depth--;
        place = Place.OTHER;
      }
      case ',' -> place = depth == 1 ? Place.BEFORE_NAME : Place.OTHER;
      case ':' -> place = depth == 1 ? Place.BEFORE_VALUE : Place.OTHER;
      case '"' -> beginText();
      default -> {
        boolean blank = next == ' ' || next == '\n' || next == '\r' || next == '\t';
        place = blank ? place : Place.OTHER;
      }
    }
  }

  private void beginText() {
    if (place == Place.BEFORE_NAME) {
      name.reset();
      place = Place.NAME;
    } else if (place == Place.BEFORE_VALUE
        && name.toString(StandardCharsets.UTF_8).equals(member)) {
      given = true;
      place = Place.LONG_TEXT;
    } else {
      place = Place.OTHER_TEXT;
    }
  }

  private void keep(int next) {
    if (others.size() == MAX_OTHER_BYTES) {
      throw new ProblemException(
          ProblemType.CONTENT_TOO_LARGE,
          "body%s: > %d bytes (expected: at most that)"
              .formatted(member == null ? "" : " without " + member, MAX_OTHER_BYTES));
    }
    others.write(next);
  }

  @Override
  public Response complete() throws Exception {
    try {
      Json json = new Json(HttpLimits.defaults());
      Record body =
          BodyBinder.bind(
              json.read(others.size() == 0 ? new byte[] {'{', '}'} : others.toByteArray()),
              type,
              request.family().dialect(),
              (members, errors) -> {});
      return parts.end(type.cast(body), given);
    } finally {
      parts.release();
    }
  }

  @Override
  public void abort(Problem why) {
    parts.release();
  }
}
