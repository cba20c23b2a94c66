import io.archway.index.disk.FileDisk;
import io.archway.index.store.Entry;
import io.archway.index.store.ObjectHead;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.Sender;
import io.archway.index.store.Sha256;
import io.archway.index.store.StoreSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The log against one file an object, on the disk that it is started on; both durable after each
 * group. Figures are only comparable within one run.
 *
 * <pre>
 * mvn -q -pl index -am compile
 * java -cp index/target/classes bench/StoreBenchmark.java FOLDER [ROUNDS]
 * </pre>
 */
public final class StoreBenchmark {

  private static long files;

  private record Load(String name, int objectBytes, int group, int objects) {}

  private static final List<Load> LOADS =
      List.of(
          new Load("0.5 MB, alone", 512 << 10, 1, 400),
          new Load("0.5 MB, groups of 4", 512 << 10, 4, 400),
          new Load("10 KB, alone", 10 << 10, 1, 1000),
          new Load("10 KB, groups of 16", 10 << 10, 16, 8000));

  public static void main(String[] args) throws IOException {
    Path folder = Files.createTempDirectory(Path.of(args[0]), "bench");
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 1;
    try (FileDisk growing = FileDisk.open(folder.resolve("growing"));
        FileDisk plain = FileDisk.open(folder.resolve("plain"));
        ObjectStore log = ObjectStore.open(growing, StoreSettings.defaults());
        ObjectStore plainLog =
            ObjectStore.open(plain, StoreSettings.defaults().withGrowthBytes(0))) {
      for (int round = 0; round < rounds; round++) {
        for (Load load : LOADS) {
          run(load, folder, log, plainLog);
        }
      }
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /** One group of each in turn, so that whatever else the machine does hits all alike. */
  private static void run(Load load, Path folder, ObjectStore log, ObjectStore plainLog)
      throws IOException {
    List<Entry> group = group(load);
    int groups = load.objects() / load.group();
    double[][] micros = new double[3][groups];
    for (int i = 0; i < groups; i++) {
      micros[0][i] = time(() -> files(folder, load));
      micros[1][i] = time(() -> log.append(group));
      micros[2][i] = time(() -> plainLog.append(group));
    }
    double file = median(micros[0]);
    System.out.printf(
        "%-20s median of a group: files %6.0f us   log %6.0f us (%.2f x)   without growth %6.0f us (%.2f x)%n",
        load.name(),
        file,
        median(micros[1]),
        file / median(micros[1]),
        median(micros[2]),
        file / median(micros[2]));
  }

  private interface Work {
    void run() throws IOException;
  }

  private static double time(Work work) throws IOException {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) / 1e3;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void files(Path folder, Load load) throws IOException {
    ByteBuffer content = ByteBuffer.allocateDirect(load.objectBytes());
    for (int i = 0; i < load.group(); i++) {
      try (FileChannel channel =
          FileChannel.open(
              folder.resolve("f" + files++), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        for (int at = 0; at < load.objectBytes(); at += 64 << 10) {
          int limit = Math.min(load.objectBytes(), at + (64 << 10));
          channel.write(content.clear().limit(limit).position(at));
        }
        channel.force(false);
      }
    }
  }

  private static List<Entry> group(Load load) {
    List<ByteBuffer> content = new ArrayList<>();
    for (int at = 0; at < load.objectBytes(); at += 64 << 10) {
      content.add(ByteBuffer.allocateDirect(Math.min(64 << 10, load.objectBytes() - at)));
    }
    ObjectHead head =
        new ObjectHead(
            1,
            new Sender("dimse", "SCANNER", "ARCHWAY", "192.0.2.1"),
            Instant.now(),
            "1.2.840.10008.5.1.4.1.1.2",
            "2.25.329800735698586629295641978511506172918",
            "1.2.840.10008.1.2.1",
            Sha256.of(new byte[32]),
            300);
    List<Entry> group = new ArrayList<>();
    for (int i = 0; i < load.group(); i++) {
      group.add(new Entry.Inline(head, content));
    }
    return group;
  }
}
