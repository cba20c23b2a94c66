package io.archway.storage;

import static io.archway.storage.StorageFixture.store;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.archway.dicom.dimse.AssociationRejectedException;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.index.disk.CrashDisk;
import io.archway.ingest.IngestFixture;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RefusalLogTest {
  private final SampleObject object = Samples.tiny(1);
  private final Logger logger = (Logger) LoggerFactory.getLogger(RefusalLog.class);
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getFormattedMessage());
        }
      };
  private StorageFixture gateway;

  @BeforeEach
  void listen() {
    appender.start();
    logger.addAppender(appender);
  }

  @AfterEach
  void close() throws IOException {
    logger.detachAppender(appender);
    gateway.close();
  }

  @Test
  void aRefusedObjectHasALineWithUidsAndReasonAndNoPatient() throws Exception {
    gateway = StorageFixture.on(new CrashDisk());
    try (AssociationRequester scanner = gateway.connect(object)) {
      assertThat(store(scanner, object).isSuccess()).isTrue();
      StoreRequest wrong = StoreRequest.of(1, object.sopClassUid(), "2.25.99");
      assertThat(store(scanner, wrong, object.dataSetBytes()).isSuccess()).isFalse();
    }
    gateway.stopListening();

    assertThat(lines)
        .containsExactly(
            "C-STORE refused: SCANNER at 127.0.0.1 called ARCHWAY, instance 2.25.99 of class "
                + object.sopClassUid()
                + ": (0008,0018) differs from (0000,1000) of the command");
  }

  @Test
  void aPeerThatIsRefusedAgainAndAgainGetsFewLines() throws Exception {
    gateway =
        StorageFixture.on(
            new CrashDisk(), IngestFixture.settings().withFreeSpaceReserveBytes(Long.MAX_VALUE));
    for (int i = 0; i < 25; i++) {
      assertThatThrownBy(() -> gateway.connect(object))
          .isInstanceOf(AssociationRejectedException.class);
    }
    gateway.stopListening();

    assertThat(lines).hasSize(10);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(line)
                    .startsWith("association refused: SCANNER at 127.0.0.1 called ARCHWAY: ")
                    .contains("free space: "));
    assertThat(gateway.associations()).as("rows all the same").hasSize(25);
  }

  @Test
  void whatAPeerSentCannotBreakALine() throws Exception {
    gateway = StorageFixture.on(new CrashDisk());
    assertThat(RefusalLog.printable("A\r\nB\u001b[2J\u2028C\ud800 \u00c4\ud83d\ude00"))
        .isEqualTo("A??B?[2J?C? \u00c4\ud83d\ude00");
    assertThat(RefusalLog.printable("x".repeat(501))).hasSize(500);
  }
}
