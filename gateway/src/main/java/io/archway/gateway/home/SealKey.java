package io.archway.gateway.home;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.Explanation;
import io.archway.gateway.settings.Secret;
import io.archway.http.account.Seal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Set;

/**
 * The key of what is sealed in the index: of the setting, or in a file of the home that only its
 * owner can read, made when it is first asked for. A backup takes the file along: without it no
 * authenticator is known any more.
 */
public final class SealKey {
  /** Of the file, below the home and in a backup. */
  public static final String FILE = "seal.key";

  private SealKey() {}

  /**
   * @param setting 64 hexadecimal digits, or empty
   */
  public static Seal open(Path home, Secret setting) {
    if (!setting.isEmpty()) {
      return new Seal(HexFormat.of().parseHex(setting.value()));
    }
    Path file = home.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        write(file, HexFormat.of().formatHex(Seal.newKey()) + "\n");
      }
      return new Seal(HexFormat.of().parseHex(Files.readString(file).strip()));
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, file + ": " + Explanation.text(e), e);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(
          ExitCode.FAILED,
          file + ": no key (expected: %d hexadecimal digits)".formatted(2 * Seal.KEY_BYTES),
          e);
    }
  }

  /** Takes the file of one folder to another, if there is one. */
  public static void copy(Path from, Path to) throws IOException {
    Path source = from.resolve(FILE);
    if (Files.exists(source)) {
      write(to.resolve(FILE), Files.readString(source));
    }
  }

  /** Whole and on the disk, or not at all. */
  static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.deleteIfExists(part);
    try (FileChannel channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            Home.ownerOnly("rw-------"))) {
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
