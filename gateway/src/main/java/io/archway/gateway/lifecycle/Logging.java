package io.archway.gateway.lifecycle;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeAndTimeBasedRollingPolicy;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.FileSize;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the log goes, set up from the settings and not from XML, whose parser costs a quarter of a
 * second at every start: the gateway logs to standard output and to files that rotate, other
 * commands only warnings to standard error. Logback finds this class as a service, creates it and
 * asks it when the first logger is asked for.
 *
 * <p>Nobody waits for the gateway's log, event loops least of all: lines go through a queue, and
 * are lost where a disk that hangs has filled it.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String TIME_AND_LEVEL = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level ";
  private static final int QUEUED_LINES = 2_048;
  private static final int FLUSH_MILLIS = 1_000;

  private record Target(Settings.Log settings, Path logs) {}

  private static volatile Target target;

  /** Of the gateway: to be called before anything asks for a logger. */
  public static void start(Settings.Log settings, Path logs) {
    target = new Target(settings, logs);
    if (!settings.configuration().isEmpty()) {
      if (!Files.isReadable(Path.of(settings.configuration()))) {
        throw new CommandFailure(
            ExitCode.SETTINGS,
            "log.configuration: " + settings.configuration() + " (expected: a file to be read)");
      }
      System.setProperty("logback.configurationFile", settings.configuration());
    }
  }

  /** Writes what is still queued, unless that takes long. */
  public static void stop() {
    if (target != null && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    setContext(context);
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    Target current = target;
    if (current == null) {
      root.addAppender(console("System.err"));
    } else {
      context.getLogger("io.archway").setLevel(Level.valueOf(current.settings.level().name()));
      root.addAppender(behindQueue("console", console("System.out")));
      root.addAppender(behindQueue("file", file(current)));
    }
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private AsyncAppender behindQueue(String name, Appender<ILoggingEvent> appender) {
    AsyncAppender queue = new AsyncAppender();
    queue.setContext(getContext());
    queue.setName(name);
    queue.setQueueSize(QUEUED_LINES);
    queue.setDiscardingThreshold(0); // no level goes before another
    queue.setNeverBlock(true);
    queue.setMaxFlushTime(FLUSH_MILLIS);
    queue.addAppender(appender);
    queue.start();
    return queue;
  }

  private ConsoleAppender<ILoggingEvent> console(String stream) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setTarget(stream);
    return started(appender, TIME_AND_LEVEL + "%logger{0}: %msg%n");
  }

  private RollingFileAppender<ILoggingEvent> file(Target target) {
    Settings.Log settings = target.settings;
    Path folder = settings.folder().isEmpty() ? target.logs : Path.of(settings.folder());
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setFile(folder.resolve("archway.log").toString());
    SizeAndTimeBasedRollingPolicy<ILoggingEvent> rolling = new SizeAndTimeBasedRollingPolicy<>();
    rolling.setContext(getContext());
    rolling.setParent(appender);
    rolling.setFileNamePattern(folder.resolve("archway.%d{yyyy-MM-dd}.%i.log.gz").toString());
    rolling.setMaxFileSize(new FileSize(settings.maxFileSize().bytes()));
    rolling.setMaxHistory(settings.keepDays());
    rolling.setTotalSizeCap(new FileSize(settings.maxTotalSize().bytes()));
    rolling.setCleanHistoryOnStart(true);
    rolling.start();
    appender.setRollingPolicy(rolling);
    return started(appender, TIME_AND_LEVEL + "[%thread] %logger: %msg%n");
  }

  private <T extends OutputStreamAppender<ILoggingEvent>> T started(T appender, String pattern) {
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(getContext());
    encoder.setPattern(pattern);
    encoder.start();
    appender.setContext(getContext());
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
