package io.archway.http.bucket;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Objects of one bucket, found and read. The client is made when the first is asked for, so that a
 * start does not pay for it. Thread-safe; calls block.
 */
public final class Bucket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bucket.class);
  private static final int PIECE_BYTES = 64 << 10;

  private final BucketSettings settings;
  private S3Client client;
  private boolean closed;

  public Bucket(BucketSettings settings) {
    this.settings = settings;
  }

  /**
   * An object as it was when it was looked for.
   *
   * @param version changes with its bytes
   */
  public record Found(String key, long bytes, String version) {}

  /** Takes bytes; they are the caller's, valid during the call. */
  @FunctionalInterface
  public interface Sink {
    void accept(ByteBuffer bytes) throws IOException;
  }

  /** Why an organization may not have a key, if so; nobody is asked for that. */
  public Optional<String> problem(long organizationKey, String key) {
    String prefix =
        settings.keyPrefix().replace(BucketSettings.ORGANIZATION, Long.toString(organizationKey));
    return ObjectKeys.problem(prefix, key);
  }

  /** Looks for an object. */
  public Found find(String key) throws BucketException {
    HeadObjectResponse head;
    try {
      head = client().headObject(request -> request.bucket(settings.bucket()).key(key));
    } catch (S3Exception e) {
      throw e.statusCode() >= 500 ? failure(e) : explained(key);
    } catch (SdkException e) {
      throw failure(e);
    }
    if (head.contentLength() == null || head.eTag() == null) {
      throw failure("an answer without length or ETag");
    }
    return new Found(key, head.contentLength(), head.eTag());
  }

  /** A refusal of HEAD has no body that says why; one of GET has. */
  private BucketException explained(String key) throws BucketException {
    GetObjectRequest request =
        GetObjectRequest.builder().bucket(settings.bucket()).key(key).range("bytes=0-0").build();
    try (ResponseInputStream<GetObjectResponse> in = client().getObject(request)) {
      in.abort();
      return failure("HEAD is refused, GET is not");
    } catch (SdkException e) {
      return failure(e);
    } catch (IOException e) {
      return new BucketException(BucketError.UNAVAILABLE, e);
    }
  }

  /**
   * Reads from an offset on, to the end or until the connection breaks: what came before that was
   * given to the sink, and the rest may be read by another call.
   *
   * @throws IOException what the sink throws
   */
  public void read(Found object, long from, Sink sink) throws IOException {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder()
            .bucket(settings.bucket())
            .key(object.key())
            .ifMatch(object.version());
    if (from > 0) {
      request.range("bytes=" + from + "-");
    }
    ResponseInputStream<GetObjectResponse> in = call(client -> client.getObject(request.build()));
    boolean ended = false;
    try {
      check(in.response(), object, from);
      copy(in, object.bytes() - from, sink);
      ended = true;
    } catch (BrokenException e) {
      LOG.info("object store: a connection broke: {}", e.getCause().getClass().getSimpleName());
    } finally {
      end(in, ended);
    }
  }

  /** The reading failed, not the sink. */
  private static final class BrokenException extends Exception {
    private static final long serialVersionUID = 1;

    BrokenException(Exception cause) {
      super(cause);
    }
  }

  private static void check(GetObjectResponse response, Found object, long from)
      throws BucketException {
    boolean here =
        from == 0
            || response.contentRange() != null
                && response.contentRange().startsWith("bytes " + from + "-");
    boolean whole =
        response.contentLength() != null && response.contentLength() == object.bytes() - from;
    if (!here || !whole || !object.version().equals(response.eTag())) {
      throw new BucketException(BucketError.CHANGED);
    }
  }

  private static void copy(InputStream in, long bytes, Sink sink)
      throws IOException, BrokenException {
    byte[] piece = new byte[PIECE_BYTES];
    long left = bytes;
    while (left > 0) {
      int count = read(in, piece, (int) Math.min(piece.length, left));
      if (count < 0) {
        return;
      }
      left -= count;
      sink.accept(ByteBuffer.wrap(piece, 0, count));
    }
  }

  private static int read(InputStream in, byte[] piece, int most) throws BrokenException {
    try {
      return in.read(piece, 0, most);
    } catch (IOException | SdkException e) {
      throw new BrokenException(e);
    }
  }

  private static void end(ResponseInputStream<GetObjectResponse> in, boolean ended)
      throws BucketException {
    try {
      if (!ended) {
        in.abort();
      }
      in.close();
    } catch (IOException | SdkException e) {
      LOG.debug("object store: a connection did not end well", e);
    }
  }

  private <T> T call(Function<S3Client, T> work) throws BucketException {
    try {
      return work.apply(client());
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  private static BucketException failure(SdkException e) {
    BucketError error = BucketError.UNAVAILABLE;
    String told = e.getClass().getSimpleName();
    if (e instanceof S3Exception s3) {
      AwsErrorDetails details = s3.awsErrorDetails();
      String code = details == null || details.errorCode() == null ? "" : details.errorCode();
      error = error(s3.statusCode(), code);
      told = s3.statusCode() + " " + code.replaceAll("[^A-Za-z0-9]", "");
    }
    if (error == BucketError.UNAVAILABLE) {
      LOG.warn("object store: {}", told);
    }
    return new BucketException(error, e);
  }

  private static BucketException failure(String what) {
    LOG.warn("object store: {}", what);
    return new BucketException(BucketError.UNAVAILABLE);
  }

  /** That our key is unknown there, or the bucket, is nothing that a client can do about. */
  private static BucketError error(int status, String code) {
    return switch (status) {
      case 403 ->
          switch (code) {
            case "AccessDenied" -> BucketError.REFUSED;
            case "InvalidObjectState" -> BucketError.ARCHIVED;
            default -> BucketError.UNAVAILABLE;
          };
      case 404 -> code.equals("NoSuchBucket") ? BucketError.UNAVAILABLE : BucketError.MISSING;
      case 412 -> BucketError.CHANGED;
      default -> BucketError.UNAVAILABLE;
    };
  }

  private synchronized S3Client client() throws BucketException {
    if (closed) {
      throw new BucketException(BucketError.UNAVAILABLE);
    }
    if (client == null) {
      client = BucketClient.of(settings);
    }
    return client;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
