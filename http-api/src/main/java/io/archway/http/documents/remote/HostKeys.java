package io.archway.http.documents.remote;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
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

  /** At the end of a text: a fingerprint of which nothing is missing. */
  private static final Pattern WHOLE = Pattern.compile("\\sSHA256:[A-Za-z0-9+/]{43}=?\\s*\\z");

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
      for (String line : wholeLines()) {
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

  /** A disk that was full may have left the beginning of a line, which is cut off. */
  private List<String> wholeLines() throws IOException {
    String text = Files.readString(file);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    if (whole.length() == text.length() || WHOLE.matcher(text).find()) {
      return text.lines().toList();
    }
    LOG.warn("{}: the last line breaks off and is cut", file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      cut(channel, whole.getBytes(StandardCharsets.UTF_8).length);
    } catch (IOException e) {
      LOG.warn("{}: cannot be written: {}", file, e.toString());
    }
    return whole.lines().toList();
  }

  private static void cut(FileChannel channel, long length) throws IOException {
    channel.truncate(length);
    channel.force(true);
  }

  private void append(String line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long before = channel.size();
      try {
        String text = (endsInALine(channel) ? "" : "\n") + line + "\n";
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        channel.position(before);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      } catch (IOException e) {
        cut(channel, before);
        throw e;
      }
    }
  }

  private static boolean endsInALine(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    return channel.size() == 0
        || (channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n');
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
      append(server + " " + fingerprint);
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
