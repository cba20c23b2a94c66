package io.archway.http.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.imaging.picture.KindPicture;
import io.archway.imaging.picture.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each thumbnail is drawn once, by few threads, and kept in files that may be lost or damaged. */
class ThumbnailsTest {
  private static final Thumbnail DRAWN = new Thumbnail(KindPicture.of("PDF", 64), "no reader");
  private static final ThumbnailKey KEY = ThumbnailKey.of("one");

  @TempDir private Path folder;

  private final List<Thumbnails> opened = new ArrayList<>();
  private final AtomicInteger drawings = new AtomicInteger();

  @AfterEach
  void close() {
    opened.forEach(Thumbnails::close);
  }

  private Thumbnails open(int maxWaiting) {
    Thumbnails thumbnails =
        new Thumbnails(ThumbnailSettings.defaults(folder).withMaxWaiting(maxWaiting));
    opened.add(thumbnails);
    return thumbnails;
  }

  private Thumbnail get(Thumbnails thumbnails, ThumbnailKey key) throws IOException {
    return thumbnails.get(
        key,
        limits -> {
          drawings.incrementAndGet();
          return DRAWN;
        });
  }

  private static void assertSame(Thumbnail thumbnail) {
    assertThat(thumbnail.problem()).isEqualTo("no reader");
    assertThat(thumbnail.picture().mediaType()).isEqualTo(Picture.PNG);
    assertThat(thumbnail.picture().bytes()).isEqualTo(DRAWN.picture().bytes());
  }

  @Test
  void isDrawnOnceAndKeptOverARestart() throws IOException {
    assertSame(get(open(8), KEY));
    assertSame(get(open(8), KEY));
    assertThat(drawings).hasValue(1);
    assertThat(files()).hasSize(1);
  }

  @Test
  void isDrawnAgainWhenItsFileIsGoneOrDamagedAnywhere() throws IOException {
    Thumbnails thumbnails = open(8);
    get(thumbnails, KEY);
    Path file = files().get(0);
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at += 11) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(file, damaged);
      assertSame(get(thumbnails, KEY));
    }
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertSame(get(thumbnails, KEY));
    Files.write(file, new byte[0]);
    assertSame(get(thumbnails, KEY));
    Files.delete(file);
    assertSame(get(thumbnails, KEY));
    assertThat(drawings).hasValue(1 + (whole.length + 10) / 11 + 3);
  }

  @Test
  void isDrawnOnceForAllWhoAskMeanwhile() throws Exception {
    Thumbnails thumbnails = open(8);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<CompletableFuture<Thumbnail>> asked = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      asked.add(ask(thumbnails, KEY, begun, go));
    }
    begun.await();
    go.countDown();
    for (CompletableFuture<Thumbnail> each : asked) {
      assertSame(each.get());
    }
    assertThat(drawings).hasValue(1);
  }

  @Test
  void whoeverWouldWaitBehindTooManyIsToldToComeAgain() throws Exception {
    Thumbnails thumbnails = open(2);
    CountDownLatch begun = new CountDownLatch(2);
    CountDownLatch go = new CountDownLatch(1);
    List<CompletableFuture<Thumbnail>> asked =
        List.of(
            ask(thumbnails, ThumbnailKey.of("a"), begun, go),
            ask(thumbnails, ThumbnailKey.of("b"), begun, go));
    begun.await();
    assertThatThrownBy(() -> get(thumbnails, KEY))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> {
              assertThat(e.problem().type()).isEqualTo(ProblemType.UNAVAILABLE);
              assertThat(e.problem().headers()).containsKey("Retry-After");
            });
    go.countDown();
    for (CompletableFuture<Thumbnail> each : asked) {
      assertSame(each.get());
    }
    await().untilAsserted(() -> assertSame(get(thumbnails, KEY)));
  }

  @Test
  void aFailureIsToldToAllAndNotKept() throws Exception {
    Thumbnails thumbnails = open(8);
    assertThatThrownBy(
            () ->
                thumbnails.get(
                    KEY,
                    limits -> {
                      throw new IOException("disk is gone");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk is gone");
    await().untilAsserted(() -> assertSame(get(thumbnails, KEY)));
  }

  @Test
  void theOldestMakeRoom() throws IOException {
    ThumbnailFiles files = new ThumbnailFiles(folder, 256L * 4 * DRAWN.picture().bytes().length);
    String prefix = "7f";
    List<ThumbnailKey> keys = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      ThumbnailKey key = new ThumbnailKey(prefix + "%062x".formatted(i), "0".repeat(64));
      keys.add(key);
      files.write(key, DRAWN);
      Files.setLastModifiedTime(
          folder.resolve(prefix).resolve(key.content() + "-" + key.look()),
          FileTime.fromMillis(1_000L * i));
    }
    assertThat(files.read(keys.get(19))).isPresent();
    assertThat(files.read(keys.get(0))).isEmpty();
    assertThat(files().size()).isBetween(1, 4);
    ThumbnailFiles reopened = new ThumbnailFiles(folder, 256L * 4);
    reopened.write(keys.get(0), DRAWN);
    assertThat(files()).hasSize(1);
  }

  @Test
  void whatCannotBeKeptIsGivenAllTheSame() throws IOException {
    Files.write(folder.resolve(KEY.content().substring(0, 2)), new byte[1]);
    Thumbnails thumbnails = open(8);
    assertSame(get(thumbnails, KEY));
    assertSame(get(thumbnails, KEY));
    assertThat(drawings).hasValue(2);
  }

  /** Asks on a thread of its own; the drawing says that it began and waits. */
  private CompletableFuture<Thumbnail> ask(
      Thumbnails thumbnails, ThumbnailKey key, CountDownLatch begun, CountDownLatch go) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return thumbnails.get(
                key,
                limits -> {
                  drawings.incrementAndGet();
                  begun.countDown();
                  awaitAll(go);
                  return DRAWN;
                });
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> new Thread(task, "asks").start());
  }

  private static void awaitAll(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
