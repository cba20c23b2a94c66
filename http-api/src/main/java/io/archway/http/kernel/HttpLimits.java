package io.archway.http.kernel;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;

/**
 * Every wait and size of the HTTP side. Bytes, milliseconds and counts as the names say; checked
 * before anything is allocated.
 *
 * @param maxConnections open connections in all; one more is answered 503 and closed
 * @param maxConnectionsPerAddress the same for one remote address
 * @param maxRequestLineBytes method, target and version; longer is 414
 * @param maxHeaderBytes all header lines together; more is 431
 * @param maxHeaderLines header lines of a request; more is 431
 * @param maxQueryParameters name-value pairs in a query; more is 400
 * @param maxJsonBodyBytes a JSON body; longer is 413
 * @param maxJsonDepth objects and arrays inside each other
 * @param maxJsonTextLength characters of one JSON string or member name
 * @param maxJsonNumberLength digits of one JSON number
 * @param headMillis from the first byte of a request (or the accept) to the end of its header
 * @param idleMillis between an answer and the first byte of the next request
 * @param tlsHandshakeMillis for the TLS handshake
 * @param bodyStallMillis without a byte of a body that the kernel waits for
 * @param bodyMinBytesPerSecond mean rate of a body, counted while the kernel waits for the client
 * @param handlerMillis for the work on one request (a step of a streamed body counts alone)
 * @param writeStallMillis for the client to take the next piece of an answer
 * @param writePieceBytes a piece of a file that is written at once
 * @param writeBufferBytes waiting bytes above which nothing more is queued for a client
 * @param lingerMillis to let a client read a refusal before its connection is closed
 * @param drainBytes of an unwanted body that are read and dropped to keep a connection usable
 */
public record HttpLimits(
    int maxConnections,
    int maxConnectionsPerAddress,
    int maxRequestLineBytes,
    int maxHeaderBytes,
    int maxHeaderLines,
    int maxQueryParameters,
    int maxJsonBodyBytes,
    int maxJsonDepth,
    int maxJsonTextLength,
    int maxJsonNumberLength,
    int headMillis,
    int idleMillis,
    int tlsHandshakeMillis,
    int bodyStallMillis,
    int bodyMinBytesPerSecond,
    int handlerMillis,
    int writeStallMillis,
    int writePieceBytes,
    int writeBufferBytes,
    int lingerMillis,
    int drainBytes) {

  public HttpLimits {
    requirePositive(
        maxConnections,
        maxConnectionsPerAddress,
        maxRequestLineBytes,
        maxHeaderBytes,
        maxHeaderLines,
        maxQueryParameters,
        maxJsonBodyBytes,
        maxJsonDepth,
        maxJsonTextLength,
        maxJsonNumberLength,
        headMillis,
        idleMillis,
        tlsHandshakeMillis,
        bodyStallMillis,
        bodyMinBytesPerSecond,
        handlerMillis,
        writeStallMillis,
        writePieceBytes,
        writeBufferBytes,
        lingerMillis,
        drainBytes);
  }

  public static HttpLimits defaults() {
    return new HttpLimits(
        2_000, // maxConnections
        500, // maxConnectionsPerAddress
        8_192, // maxRequestLineBytes
        16_384, // maxHeaderBytes
        100, // maxHeaderLines
        100, // maxQueryParameters
        1 << 20, // maxJsonBodyBytes
        32, // maxJsonDepth
        262_144, // maxJsonTextLength
        100, // maxJsonNumberLength
        10_000, // headMillis
        60_000, // idleMillis
        10_000, // tlsHandshakeMillis
        30_000, // bodyStallMillis
        1_024, // bodyMinBytesPerSecond
        60_000, // handlerMillis
        30_000, // writeStallMillis
        262_144, // writePieceBytes
        1 << 20, // writeBufferBytes
        2_000, // lingerMillis
        65_536); // drainBytes
  }

  /** These limits but for the named one. */
  public HttpLimits with(String name, int value) {
    RecordComponent[] components = HttpLimits.class.getRecordComponents();
    List<String> names = Arrays.stream(components).map(RecordComponent::getName).toList();
    int index = names.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("limit: " + name + Suggestion.of(name, names));
    }
    try {
      Object[] values = new Object[components.length];
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = i == index ? value : components[i].getAccessor().invoke(this);
        types[i] = int.class;
      }
      return HttpLimits.class.getDeclaredConstructor(types).newInstance(values);
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw new IllegalArgumentException("limit " + name + ": " + e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void requirePositive(int... values) {
    for (int value : values) {
      if (value <= 0) {
        throw new IllegalArgumentException("limit: " + value + " (expected: > 0)");
      }
    }
  }
}
