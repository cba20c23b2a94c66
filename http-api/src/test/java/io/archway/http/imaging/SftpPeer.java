package io.archway.http.imaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Set;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;

/**
 * A real SFTP server on a folder, one for all tests of a process. User practice, password secret;
 * what is written below a folder named full finds no space.
 */
final class SftpPeer {
  /** A picture of one pixel. */
  private static final byte[] PIXEL =
      java.util.Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
                  + "rkJggg==");

  static final String USER = "practice";
  static final String PASSWORD = "secret";
  static final SftpPeer SHARED = new SftpPeer();

  final Path folder;
  private final SshServer server = SshServer.setUpDefaultServer();

  private SftpPeer() {
    try {
      folder = Files.createTempDirectory("sftp-peer");
      SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider();
      keys.setAlgorithm(KeyUtils.EC_ALGORITHM);
      keys.setKeySize(256);
      server.setHost("127.0.0.1");
      server.setPort(0);
      server.setKeyPairProvider(keys);
      server.setPasswordAuthenticator(
          (user, password, session) -> user.equals(USER) && password.equals(PASSWORD));
      server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
      server.setSubsystemFactories(
          List.of(
              new SftpSubsystemFactory.Builder().withFileSystemAccessor(new FullDisk()).build()));
      server.start();
      Files.write(folder.resolve("SmithJRadiograph.png"), PIXEL);
      Files.write(folder.resolve("empty.png"), new byte[0]);
      Files.write(folder.resolve("huge.bin"), new byte[64 << 10]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Host and port, as callers write them. */
  String host() {
    return "127.0.0.1:" + server.getPort();
  }

  /** As those who know it have it. */
  String knownHost() {
    try {
      String fingerprint =
          KeyUtils.getFingerPrint(
              BuiltinDigests.sha256,
              server.getKeyPairProvider().loadKeys(null).iterator().next().getPublic());
      return host() + " " + fingerprint;
    } catch (IOException | java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class FullDisk implements SftpFileSystemAccessor {
    @Override
    public SeekableByteChannel openFile(
        SftpSubsystemProxy subsystem,
        FileHandle handle,
        Path file,
        String name,
        Set<? extends OpenOption> options,
        FileAttribute<?>... attributes)
        throws IOException {
      if (file.toString().contains("/full/") && options.contains(StandardOpenOption.WRITE)) {
        throw new FileSystemException(file.toString(), null, "No space left on device");
      }
      return SftpFileSystemAccessor.super.openFile(
          subsystem, handle, file, name, options, attributes);
    }
  }
}
