package io.archway.http.documents.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fingerprints of servers that we know: those of the settings, and where strangers are trusted
 * the first that each showed, kept in a file of lines {@code host:port SHA256:…}. A server that
 * shows another one than before is refused. Thread-safe.
 */
public final class HostKeys {
  private static final Logger LOG = LoggerFactory.getLogger(HostKeys.class);

  private final Map<String, String> known = new HashMap<>();
  private final Path file;

  /**
   * @param given lines {@code host[:port] SHA256:…}
   * @param file where those are kept that are trusted on first use; null: nobody is
   */
  public HostKeys(List<String> given, Path file) {
    this.file = file;
    if (file != null && Files.exists(file)) {
      readAll();
    }
    given.forEach(this::add);
  }

  private void readAll() {
    try {
      Files.readAllLines(file).forEach(this::add);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  private void add(String line) {
    String[] words = line.strip().split("\\s+");
    if (words.length == 2) {
      String host = words[0].toLowerCase(Locale.ROOT);
      known.put(host.matches(".*[^:]:[0-9]+") ? host : host + ":22", words[1]);
    }
  }

  /** Whether a server is who it was, or may be trusted from now on. */
  synchronized boolean accepts(String server, String fingerprint) {
    String before = known.get(server);
    if (before != null || file == null) {
      return fingerprint.equals(before);
    }
    try {
      Files.writeString(
          file,
          server + " " + fingerprint + "\n",
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC);
    } catch (IOException e) {
      LOG.warn("the key of an SFTP server cannot be kept: {}", e.toString());
      return false;
    }
    known.put(server, fingerprint);
    LOG.info("SFTP server {} is trusted by its key {}", server, fingerprint);
    return true;
  }
}
