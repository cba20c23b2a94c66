package io.archway.http.documents.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fingerprints of servers that we know: those of the settings, and where strangers are trusted
 * the first that each showed, kept in a file of lines {@code host:port SHA256:…}. A server that
 * shows another one than before is refused. Thread-safe; {@link #trust} does not wait for the disk.
 */
public final class HostKeys {
  private static final Logger LOG = LoggerFactory.getLogger(HostKeys.class);

  private static final int MAX_LEARNT = 10_000;
  private static final String SEPARATOR = "\\s+";

  /** What is to be done with a server. */
  enum Trust {
    KNOWN,
    /** It shows its key for the first time, and may be learnt. */
    STRANGER,
    REFUSED
  }

  private final Map<String, Set<String>> known = new ConcurrentHashMap<>();
  private final Path file;
  private final int maxLearnt;
  private int learnt;

  /**
   * @param given lines {@code host[:port] SHA256:…}; several of one server are all its own
   * @param file where those are kept that are trusted on first use; null: nobody is
   * @throws IllegalArgumentException where one of those given is no such line
   */
  public HostKeys(List<String> given, Path file) {
    this(given, file, MAX_LEARNT);
  }

  HostKeys(List<String> given, Path file, int maxLearnt) {
    this.file = file;
    this.maxLearnt = maxLearnt;
    if (file != null && Files.exists(file)) {
      readAll();
    }
    // What the settings say of a server is all that counts.
    given.forEach(line -> known.remove(server(line)));
    given.forEach(this::add);
  }

  private void readAll() {
    try {
      for (String line : Files.readAllLines(file)) {
        try {
          add(line);
          learnt++;
        } catch (IllegalArgumentException e) {
          LOG.warn("{}: a line that names no server and its key is ignored", file);
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  private void add(String line) {
    String server = server(line);
    known.computeIfAbsent(server, none -> new HashSet<>()).add(line.strip().split(SEPARATOR)[1]);
  }

  /** As addresses are read that callers give; of version 6 without a port also without brackets. */
  private static String server(String line) {
    String[] words = line.strip().split(SEPARATOR);
    if (words.length != 2) {
      throw new IllegalArgumentException(line + " (expected: host[:port] SHA256:…)");
    }
    boolean bare = words[0].matches("[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");
    return SftpAddress.parse(bare ? "[" + words[0] + "]" : words[0]).server();
  }

  /** Whether a server is who it was. */
  Trust trust(String server, String fingerprint) {
    Set<String> before = known.get(server);
    if (before != null) {
      return before.contains(fingerprint) ? Trust.KNOWN : Trust.REFUSED;
    }
    return file == null ? Trust.REFUSED : Trust.STRANGER;
  }

  /** Keeps the key of a stranger; false where it is not trusted. Waits for the disk. */
  synchronized boolean learn(String server, String fingerprint) {
    Trust now = trust(server, fingerprint);
    if (now != Trust.STRANGER) {
      return now == Trust.KNOWN;
    } else if (learnt >= maxLearnt) {
      LOG.warn("{} holds {} SFTP servers: no further one is trusted by itself", file, learnt);
      return false;
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
    learnt++;
    known.put(server, Set.of(fingerprint));
    LOG.info("SFTP server {} is trusted by its key {}", server, fingerprint);
    return true;
  }
}
