import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.testdata.SampleObject;
import io.archway.testdata.SampleStudy;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends a multi-frame object of about 2 GB and eight CBCT series at the same time, each over an association of its
 * own: {@code java -cp 'lib/*' LargeArrival.java PORT [FRAMES [SLICES]]}. See large-arrival.sh.
 */
public final class LargeArrival {
  private static final int SERIES = 8;
  private static final int ROWS = 512;

  public static void main(String[] arguments) throws Exception {
    int port = Integer.parseInt(arguments[0]);
    int frames = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4096;
    int slices = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 200;
    ExecutorService senders = Executors.newCachedThreadPool();
    List<Future<String>> reports = new ArrayList<>();
    reports.add(senders.submit(sender(port, senders, "one object", frames, 1, -1)));
    for (int series = 0; series < SERIES; series++) {
      reports.add(senders.submit(sender(port, senders, "series " + series, 0, slices, series)));
    }
    for (Future<String> report : reports) {
      System.out.println(report.get());
    }
    senders.shutdown();
  }

  private static Callable<String> sender(
      int port, ExecutorService threads, String name, int frames, int count, int series) {
    return () -> {
      long start = System.nanoTime();
      long bytes = 0;
      SampleObject first = object(frames, series, count, 0);
      List<PresentationContextProposal> proposals =
          List.of(
              new PresentationContextProposal(
                  1, first.sopClassUid(), List.of(first.transferSyntax().uid())));
      RequesterSettings settings =
          RequesterSettings.of(new InetSocketAddress("localhost", port), "SENDER", "ARCHWAY");
      try (AssociationRequester requester = AssociationRequester.connect(settings, proposals)) {
        for (int i = 0; i < count; i++) {
          SampleObject object = object(frames, series, count, i);
          DimseResult result = send(requester, object, threads);
          if (!result.isSuccess()) {
            throw new IOException(name + ": " + result.status() + " " + result.errorComment());
          }
          bytes += object.dataSetLength();
        }
        requester.release();
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      return "%s: %d objects, %.0f MB, %.1f s, all answered 0000"
          .formatted(name, count, bytes / 1e6, seconds);
    };
  }

  private static SampleObject object(int frames, int series, int slices, int index) {
    return frames > 0
        ? Samples.multiFrame(1, frames, ROWS, ROWS)
        : Samples.slice(SampleStudy.of(2, series, "cbct"), ROWS, ROWS, slices, index);
  }

  private static DimseResult send(
      AssociationRequester requester, SampleObject object, ExecutorService threads)
      throws IOException {
    Pipe pipe = Pipe.open();
    threads.execute(
        () -> {
          try (OutputStream out = Channels.newOutputStream(pipe.sink())) {
            object.writeDataSet(out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    try (Pipe.SourceChannel source = pipe.source()) {
      return requester.store(
          StoreRequest.of(1, object.sopClassUid(), object.sopInstanceUid()), source, sent -> {});
    }
  }
}
