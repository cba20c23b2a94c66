package io.archway.gateway.cli;

import io.archway.gateway.ExitCode;
import io.archway.gateway.LaunchMark;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.Stopped;
import io.archway.gateway.lifecycle.Gateway;
import io.archway.gateway.lifecycle.Logging;
import io.archway.gateway.settings.Settings;
import io.archway.gateway.settings.SettingsException;
import io.archway.gateway.settings.SettingsLoader;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the gateway until it is told to stop by a signal. */
@Command(
    name = "serve",
    description = "Runs the gateway: takes what DICOM devices send and serves it over HTTP.",
    mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
  /** After the time for a stop, for what a hung disk makes wait even then: the log. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  @Spec private CommandSpec spec;
  @Mixin private HomeOptions homeOptions;

  @Option(
      names = "--dicom-port",
      paramLabel = "PORT",
      description = "TCP port for DICOM; 0 takes any free one (dicom.port).")
  private Integer dicomPort;

  @Option(
      names = "--http-port",
      paramLabel = "PORT",
      description = "TCP port for HTTP; 0 takes any free one (http.port).")
  private Integer httpPort;

  @Option(names = "--ae-title", paramLabel = "TITLE", description = "Our AE title (dicom.aeTitle).")
  private String aeTitle;

  @Option(names = "--train", hidden = true, description = "Start with defaults, then stop.")
  private boolean train;

  @Override
  public Integer call() throws Exception {
    Settings settings = settings();
    Home home = openHome(settings);
    Gateway gateway = Gateway.start(settings, home);
    if (train) {
      gateway.close();
      return ExitCode.OK.number();
    }
    Duration time = settings.stop().timeout();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway, time), "stop"));
    gateway.passwordNotice().ifPresent(this::show);
    gateway.announce();
    new CountDownLatch(1).await();
    return ExitCode.OK.number();
  }

  private Home openHome(Settings settings) throws IOException {
    Home home = Home.open(homeOptions.home());
    try {
      Logging.start(settings.log(), home.logs());
      return home;
    } catch (RuntimeException e) {
      home.close();
      throw e;
    }
  }

  private void show(String text) {
    spec.commandLine().getOut().println(text);
    spec.commandLine().getOut().flush();
  }

  private Settings settings() throws SettingsException {
    SettingsLoader loader = new SettingsLoader();
    if (train) {
      return loader.option("--train", "dicom.port", 0).option("--train", "http.port", 0).load();
    }
    homeOptions.confFile().ifPresent(loader::file);
    return loader
        .environment(System.getenv())
        .option("--dicom-port", "dicom.port", dicomPort)
        .option("--http-port", "http.port", httpPort)
        .option("--ae-title", "dicom.aeTitle", aeTitle)
        .load();
  }

  /**
   * Runs on a signal. Java would then end with 128 and the signal's number; having stopped well is
   * success.
   */
  private void stop(Gateway gateway, Duration time) {
    StopWatchdog.start(time.plus(GRACE), spec.commandLine().getErr());
    ExitCode exitCode = ExitCode.FAILED;
    try {
      Stopped stopped = gateway.stop(time);
      exitCode = stopped.exitCode();
      if (exitCode != ExitCode.OK) {
        StopWatchdog.say(spec.commandLine().getErr(), stopped.text());
      }
      Logging.stop();
      LaunchMark.remove();
    } finally {
      Runtime.getRuntime().halt(exitCode.number());
    }
  }
}
