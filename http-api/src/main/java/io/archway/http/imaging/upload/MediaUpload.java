package io.archway.http.imaging.upload;

import io.archway.http.kernel.BodyConsumer;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Response;
import io.archway.http.multipart.MultipartParser;
import io.archway.http.multipart.PartHead;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreError;
import io.archway.index.store.StoreException;
import io.archway.ingest.Intake;
import io.archway.ingest.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * One upload while it comes: its fields in memory, its files in the store, unnamed. What it is to
 * become is decided at the end, when all fields are known; before that nothing of it is visible,
 * and whatever ends it leaves nothing.
 *
 * <p>Worker threads, one at a time.
 */
final class MediaUpload implements BodyConsumer, MultipartParser.Parts {
  private static final Set<String> FILE_FIELDS = Set.of("file", "file[]", "files", "files[]");
  private static final int RETRY_AFTER_SECONDS = 5;

  /** All fields together may be as long as so many of the longest. */
  private static final int MOST_FULL_FIELDS = 4;

  /** What is done with all of it. */
  @FunctionalInterface
  interface Ending {
    Response end(UploadFields fields, ReceivedFiles files) throws Exception;
  }

  private final UploadLimits limits;
  private final MultipartParser parser;
  private final Ending ending;
  private final Runnable onEnded;
  private final UploadFields fields = new UploadFields(new FieldErrors());
  private final ReceivedFiles files;
  private PartHead part;
  private ByteArrayOutputStream text;
  private WrittenFile file;
  private boolean tooLong;
  private long fieldBytes;

  MediaUpload(
      Intake intake,
      ObjectStore store,
      UploadLimits limits,
      String boundary,
      Ending ending,
      Runnable onEnded) {
    this.files = new ReceivedFiles(intake, store);
    this.limits = limits;
    this.parser = new MultipartParser(boundary, limits.maxHeadBytes(), limits.maxParts(), this);
    this.ending = ending;
    this.onEnded = onEnded;
  }

  @Override
  public void accept(ByteBuffer data) throws IOException {
    try {
      parser.accept(data);
    } catch (StoreException e) {
      throw refused(e);
    }
  }

  @Override
  public void begin(PartHead head) throws IOException {
    part = head;
    file = null;
    text = null;
    tooLong = false;
    if (head.fileName() == null) {
      text = new ByteArrayOutputStream();
    } else if (FILE_FIELDS.contains(head.name())) {
      file = files.begin(head.fileName(), null);
    } else {
      fields.unknown(head.name());
    }
  }

  @Override
  public void data(ByteBuffer bytes) throws IOException {
    if (file != null) {
      files.write(file, bytes);
    } else if (text != null && !tooLong) {
      fieldBytes += bytes.remaining();
      tooLong =
          text.size() + bytes.remaining() > limits.maxFieldBytes()
              || fieldBytes > (long) MOST_FULL_FIELDS * limits.maxFieldBytes();
      byte[] piece = new byte[tooLong ? 0 : bytes.remaining()];
      bytes.duplicate().get(piece);
      text.writeBytes(piece);
    }
  }

  static ProblemException refused(Refusal reason, String detail) {
    ProblemType type =
        reason == Refusal.OUT_OF_SPACE ? ProblemType.INSUFFICIENT_STORAGE : ProblemType.UNAVAILABLE;
    return Problem.of(type, detail + ".").retryAfterSeconds(RETRY_AFTER_SECONDS).toException();
  }

  static ProblemException refused(StoreException e) {
    Refusal reason =
        e.error() == StoreError.OUT_OF_SPACE ? Refusal.OUT_OF_SPACE : Refusal.STORE_FAILED;
    return refused(reason, reason.text());
  }

  @Override
  public void end() {
    if (file != null) {
      boolean nothingChosen = file.name().isEmpty() && file.length() == 0;
      if (!nothingChosen) {
        files.add(file);
      }
      file = null;
    } else if (text != null) {
      field();
      text = null;
    }
  }

  private void field() {
    if (tooLong) {
      fields.errors.add(
          UploadFields.shown(part.name()),
          "length: too long (expected: <= %d bytes, %d in all fields)"
              .formatted(limits.maxFieldBytes(), MOST_FULL_FIELDS * limits.maxFieldBytes()));
      return;
    }
    try {
      String value =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(text.toByteArray()))
              .toString();
      fields.add(part.name(), value);
    } catch (CharacterCodingException e) {
      fields.errors.add(UploadFields.shown(part.name()), "expected: UTF-8");
    }
  }

  @Override
  public Response complete() throws Exception {
    try {
      parser.finish();
      return ending.end(fields, files);
    } catch (StoreException e) {
      throw refused(e);
    } finally {
      release();
    }
  }

  @Override
  public void abort(Problem why) {
    release();
  }

  private void release() {
    files.discard();
    onEnded.run();
  }
}
