package io.archway.gateway.lifecycle;

import ch.qos.logback.classic.LoggerContext;
import io.archway.gateway.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/** Points logback at conf/logback.xml before anything asks for a logger. */
public final class Logging {
  private Logging() {}

  public static void start(Settings.Log settings, Path home) {
    Path folder = settings.folder().isEmpty() ? home.resolve("log") : Path.of(settings.folder());
    System.setProperty("archway.log.folder", folder.toString());
    System.setProperty("archway.log.level", settings.level().name());
    System.setProperty(
        "archway.log.maxFileSizeBytes", String.valueOf(settings.maxFileSize().bytes()));
    System.setProperty("archway.log.keepDays", String.valueOf(settings.keepDays()));
    Path file = Path.of(System.getProperty("archway.app", "."), "conf", "logback.xml");
    System.setProperty(
        "logback.configurationFile",
        Files.exists(file) ? file.toUri().toString() : "io/archway/gateway/conf/logback.xml");
  }

  /** Writes what is still buffered. */
  public static void stop() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
