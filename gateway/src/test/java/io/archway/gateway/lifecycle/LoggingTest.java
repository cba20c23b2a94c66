package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import io.archway.gateway.settings.SettingsLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingTest {
  @TempDir private Path logs;

  @Test
  void linesReachTheFileAtTheLatestWhenLoggingStops() throws Exception {
    LoggerContext context = start(Map.of());
    for (int i = 0; i < 20; i++) {
      context.getLogger("io.archway.Test").info("line {}", i);
    }
    context.stop();
    assertThat(Files.readAllLines(logs.resolve("archway.log")))
        .hasSize(20)
        .last()
        .asString()
        .endsWith("line 19");
  }

  @Test
  void theOldestFilesGoWhereAllAreTooLargeTogether() throws Exception {
    List<String> names =
        Stream.of(3, 2, 1)
            .map(ago -> "archway." + LocalDate.now().minusDays(ago) + ".0.log.gz")
            .toList();
    for (String name : names) {
      Files.write(logs.resolve(name), new byte[50_000]);
    }
    LoggerContext context =
        start(Map.of("ARCHWAY_LOG_MAX_FILE_SIZE", "64KiB", "ARCHWAY_LOG_MAX_TOTAL_SIZE", "100KiB"));
    try {
      await().until(() -> !Files.exists(logs.resolve(names.get(0))));
      assertThat(files()).contains(names.get(1), names.get(2));
    } finally {
      context.stop();
    }
  }

  private LoggerContext start(Map<String, String> settings) throws Exception {
    Logging.start(new SettingsLoader().environment(settings).load().log(), logs);
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    new Logging().configure(context);
    context.start();
    return context;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(logs)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
