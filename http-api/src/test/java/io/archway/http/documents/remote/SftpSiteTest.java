package io.archway.http.documents.remote;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server on a folder. */
class SftpSiteTest {
  @TempDir Path folder;
  private final CountDownLatch end = new CountDownLatch(1);
  private final SshServer server = SshServer.setUpDefaultServer();
  private SftpSites sites;

  @BeforeEach
  void open() throws IOException {
    SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider();
    keys.setAlgorithm(KeyUtils.EC_ALGORITHM);
    keys.setKeySize(256);
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(keys);
    server.setPasswordAuthenticator((user, password, session) -> password.equals("secret"));
    server.setFileSystemFactory(new VirtualFileSystemFactory(folder));
    server.setSubsystemFactories(
        List.of(new SftpSubsystemFactory.Builder().withFileSystemAccessor(new Folder()).build()));
    server.start();
  }

  @AfterEach
  void close() throws IOException {
    end.countDown();
    sites.close();
    server.close(true);
  }

  private SftpSite site(RemoteLimits limits) throws RemoteException {
    sites =
        new SftpSites(
            new AddressPolicy(List.of("127.0.0.1")),
            new HostKeys(List.of(), folder.resolveSibling(folder.getFileName() + "-hosts")),
            limits);
    return sites.open(SftpAddress.parse("127.0.0.1:" + server.getPort()), "me", "secret");
  }

  private SftpSite site() throws RemoteException {
    return site(RemoteLimits.defaults());
  }

  /** A name that begins with silent is never answered for. */
  private final class Folder implements SftpFileSystemAccessor {
    @Override
    public SeekableByteChannel openFile(
        SftpSubsystemProxy subsystem,
        FileHandle handle,
        Path file,
        String name,
        Set<? extends OpenOption> options,
        FileAttribute<?>... attributes)
        throws IOException {
      if (file.getFileName().toString().startsWith("silent")) {
        try {
          end.await();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      return SftpFileSystemAccessor.super.openFile(
          subsystem, handle, file, name, options, attributes);
    }
  }

  @Test
  void serverThatDoesNotAnswerIsGivenUpAtTheDeadline() throws Exception {
    try (SftpSite site = site(new RemoteLimits(10_000, 3_000, 5))) {
      assertThatThrownBy(() -> site.put("/silent.png", out -> out.write(1)))
          .isInstanceOf(RemoteException.class)
          .hasMessage("it takes too long");
    }
  }
}
