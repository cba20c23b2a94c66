package io.archway.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program is killed (SIGKILL) again and again while senders push; whatever was answered with
 * success is there.
 */
class KillLoopIT {
  private static final int KILLS = 50;
  private static final int SENDERS = 4;
  private static final long SEED = 9;

  @TempDir private Path folder;
  private final Map<String, Integer> acknowledged = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();

  @Test
  void losesNothingThatWasAcknowledged() throws Exception {
    Path home = folder.resolve("home");
    Random random = new Random(SEED);
    for (int kill = 0; kill < KILLS; kill++) {
      try (RunningGateway gateway = RunningGateway.start(home, folder.resolve("serve.log"))) {
        killUnderLoad(gateway, 5 + random.nextInt(60));
      }
    }
    try (RunningGateway gateway = RunningGateway.start(home, folder.resolve("serve.log"))) {
      for (Map.Entry<String, Integer> each : acknowledged.entrySet()) {
        byte[] file = gateway.file(each.getKey());
        assertThat(file).as("lost: %s", each.getKey()).isNotNull();
        assertThat(file).endsWith(object(each.getValue()).dataSetBytes());
      }
      assertThat(gateway.stop()).isZero();
    }
    Path log = folder.resolve("check.log");
    assertThat(RunningGateway.run(log, List.of("check", "--home", home.toString())))
        .as(Files.readString(log))
        .isZero();
    System.out.printf("kills: %d, acknowledged objects: %d, lost: 0%n", KILLS, acknowledged.size());
    assertThat(acknowledged).hasSizeGreaterThan(KILLS);
  }

  /** Every sixth is beyond the limit for small objects, so that files of their own are hit too. */
  private static SampleObject object(int index) {
    return index % 6 == 5 ? Samples.slice(index, 800, 800) : Samples.tiny(index);
  }

  /** Kills in the middle of whatever goes on when so many objects were acknowledged. */
  private void killUnderLoad(RunningGateway gateway, int objects) throws InterruptedException {
    Semaphore answers = new Semaphore(0);
    List<Thread> senders = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      Thread sender = new Thread(() -> send(gateway.dicomPort(), answers), "sender-" + i);
      senders.add(sender);
      sender.start();
    }
    answers.acquire(objects);
    gateway.kill();
    for (Thread sender : senders) {
      sender.join();
    }
  }

  private void send(int port, Semaphore answers) {
    String sopClassUid = Samples.tiny(0).sopClassUid();
    String transferSyntaxUid = Samples.tiny(0).transferSyntax().uid();
    List<PresentationContextProposal> proposals =
        List.of(new PresentationContextProposal(1, sopClassUid, List.of(transferSyntaxUid)));
    RequesterSettings settings =
        RequesterSettings.of(new InetSocketAddress("localhost", port), "SENDER", "ARCHWAY");
    try (AssociationRequester requester = AssociationRequester.connect(settings, proposals)) {
      while (true) {
        int index = next.getAndIncrement();
        SampleObject object = object(index);
        boolean stored =
            requester
                .store(
                    StoreRequest.of(1, sopClassUid, object.sopInstanceUid()),
                    Channels.newChannel(new ByteArrayInputStream(object.dataSetBytes())),
                    sent -> {})
                .isSuccess();
        if (stored) {
          acknowledged.put(object.sopInstanceUid(), index);
        }
        answers.release();
      }
    } catch (IOException e) {
      // The gateway was killed; what was not answered counts for nothing.
    }
  }
}
