package io.archway.http.kernel;

import io.archway.http.kernel.RequestDecoder.BadHeadException;
import io.netty.buffer.ByteBuf;

/**
 * Looks over the bytes of a request line and header (RFC 9112 2 to 5) before they are parsed.
 *
 * <pre>
 *   request-line   method SP target SP version CRLF     one SP each, else visible ASCII
 *   field-line     name ":" OWS value OWS CRLF          never begins with SP or HTAB (obs-fold)
 *   empty line     CRLF
 * </pre>
 *
 * The parser takes every whole line of a buffer in the call that follows, so each is seen once; an
 * unfinished last line waits for its end. Consumes nothing. Event loop only.
 */
final class HeadCheck {

  private static final byte[] VERSION = {' ', 'H', 'T', 'T', 'P', '/'};

  private final int maxHeaderLines;
  private int lines;

  HeadCheck(int maxHeaderLines) {
    this.maxHeaderLines = maxHeaderLines;
  }

  /** Begins a new request. */
  void reset() {
    lines = 0;
  }

  /** The first fault in the whole lines of {@code in}, which begins at a line; or null. */
  BadHeadException check(ByteBuf in) {
    int start = in.readerIndex();
    int lineFeed = in.indexOf(start, in.writerIndex(), (byte) '\n');
    while (lineFeed >= 0) {
      boolean endsWell = lineFeed > start && in.getByte(lineFeed - 1) == '\r';
      int end = endsWell ? lineFeed - 1 : lineFeed;
      if (end == start && lines > 0) {
        return null;
      } else if (end > start) {
        BadHeadException fault = endsWell ? checkLine(in, start, end) : bad("line: ends in LF");
        if (fault != null) {
          return fault;
        }
        lines++;
      }
      start = lineFeed + 1;
      lineFeed = in.indexOf(start, in.writerIndex(), (byte) '\n');
    }
    return null;
  }

  private BadHeadException checkLine(ByteBuf in, int start, int end) {
    if (lines == 0) {
      return checkRequestLine(in, start, end);
    }
    if (lines > maxHeaderLines) {
      return new BadHeadException(
          ProblemType.HEADERS_TOO_LARGE,
          "header lines: > %d (expected: at most that)".formatted(maxHeaderLines));
    }
    byte first = in.getByte(start);
    if (first == ' ' || first == '\t') {
      return bad("header: folded line (expected: one line a field)");
    }
    int fault =
        in.forEachByte(start, end - start, b -> b >= ' ' && b != 0x7F || b < 0 || b == '\t');
    return fault < 0 ? null : bad("header: control character (expected: none)");
  }

  private static BadHeadException checkRequestLine(ByteBuf in, int start, int end) {
    int spaces = 0;
    for (int i = start; i < end; i++) {
      byte b = in.getByte(i);
      if (b == ' ') {
        spaces++;
      } else if (b < ' ' || b == 0x7F) {
        return bad("request line: not visible ASCII (expected: percent-encoded)");
      }
    }
    boolean well = spaces == 2 && in.getByte(start) != ' ' && endsInVersion(in, start, end);
    return well ? null : bad("request line (expected: method SP target SP version)");
  }

  /** {@code HTTP/1.1} in this case and length; Netty would take {@code http/1.1} too. */
  private static boolean endsInVersion(ByteBuf in, int start, int end) {
    if (end - start < VERSION.length + 3) {
      return false;
    }
    int version = end - VERSION.length - 3;
    for (int i = 0; i < VERSION.length; i++) {
      if (in.getByte(version + i) != VERSION[i]) {
        return false;
      }
    }
    return isDigit(in.getByte(end - 3))
        && in.getByte(end - 2) == '.'
        && isDigit(in.getByte(end - 1));
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static BadHeadException bad(String text) {
    return new BadHeadException(ProblemType.BAD_REQUEST, text);
  }
}
