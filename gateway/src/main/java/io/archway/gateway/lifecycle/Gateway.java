package io.archway.gateway.lifecycle;

import io.archway.gateway.settings.Settings;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole program, wired: every part in the order of its start, closed in the reverse order. */
public final class Gateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  private final Settings settings;
  private final Home home;
  private final Parts parts = new Parts();

  private Gateway(Settings settings, Home home) {
    this.settings = settings;
    this.home = home;
  }

  /** Starts every part; if one fails, those before it are closed again. */
  public static Gateway start(Settings settings, Home home) {
    Gateway gateway = new Gateway(settings, home);
    try {
      gateway.startParts();
      return gateway;
    } catch (RuntimeException | Error e) {
      gateway.close();
      throw e;
    }
  }

  private void startParts() {
    parts.add("home", home);
  }

  /** The one line that says that everything is up, where, and how long it took since Java began. */
  public void announce() {
    long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
    LOG.info(
        "Archway ready in {} s: DICOM {} ({}), HTTP {}, data {}",
        String.format(Locale.ROOT, "%.2f", millis / 1000.0),
        settings.dicom().port(),
        settings.dicom().aeTitle(),
        settings.http().port(),
        home.folder());
  }

  @Override
  public void close() {
    parts.close();
  }
}
