package io.archway.http.documents.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a real server on a folder. */
class SftpSiteTest {
  @TempDir Path folder;
  private final CountDownLatch end = new CountDownLatch(1);
  private final SshServer server = SshServer.setUpDefaultServer();
  private final AtomicInteger passwords = new AtomicInteger();
  private SftpSites sites;

  private static SimpleGeneratorHostKeyProvider anotherKey() {
    SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider();
    keys.setAlgorithm(KeyUtils.EC_ALGORITHM);
    keys.setKeySize(256);
    return keys;
  }

  @BeforeEach
  void open() throws IOException {
    server.setHost("127.0.0.1");
    server.setPort(0);
    server.setKeyPairProvider(anotherKey());
    server.setPasswordAuthenticator(
        (user, password, session) -> {
          passwords.incrementAndGet();
          if (password.equals("break")) {
            session.close(true);
          }
          return password.equals("secret");
        });
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

  /** A name that begins with silent is never answered for; closed is for nobody to look at. */
  private final class Folder implements SftpFileSystemAccessor {
    @Override
    public Map<String, ?> readFileAttributes(
        SftpSubsystemProxy subsystem, Path file, String view, LinkOption... options)
        throws IOException {
      if (file.getFileName() != null && file.getFileName().toString().equals("closed")) {
        throw new AccessDeniedException(file.toString());
      }
      return SftpFileSystemAccessor.super.readFileAttributes(subsystem, file, view, options);
    }

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

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void refusalOfOursLeavesTheFileAsItWas() throws Exception {
    Path file = Files.writeString(folder.resolve("a.png"), "before");
    try (SftpSite site = site()) {
      assertThatThrownBy(
              () ->
                  site.put(
                      "/a.png",
                      out -> {
                        out.write(new byte[100_000]);
                        throw new IllegalStateException("busy");
                      }))
          .hasMessage("busy");
      assertThat(file).hasContent("before");
      assertThat(names()).containsExactly("a.png");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fileIsReplacedWholeWithOrWithoutOpenSsh(boolean openSsh) throws Exception {
    if (!openSsh) {
      SftpModuleProperties.OPENSSH_EXTENSIONS.set(server, "");
    }
    Path file = Files.writeString(folder.resolve("a.png"), "before, and longer");
    try (SftpSite site = site()) {
      site.put("/a.png", out -> out.write("after".getBytes(StandardCharsets.US_ASCII)));
      site.put("/b.png", out -> out.write("new".getBytes(StandardCharsets.US_ASCII)));
      assertThat(file).hasContent("after");
      assertThat(names()).containsExactly("a.png", "b.png");
    }
  }

  @Test
  void folderIsMadeBelowOneThatNobodyMayLookAt() throws Exception {
    Files.createDirectories(folder.resolve("closed/mine"));
    try (SftpSite site = site()) {
      site.makeFolder("/closed/mine/a/b");
      assertThat(folder.resolve("closed/mine/a/b")).isDirectory();
      Files.writeString(folder.resolve("file"), "");
      assertThatThrownBy(() -> site.makeFolder("/file")).isInstanceOf(RemoteException.class);
    }
  }

  @Test
  void onlyAWrongPasswordIsToldAsThat() throws Exception {
    site().close();
    SftpAddress address = SftpAddress.parse("127.0.0.1:" + server.getPort());
    assertThatThrownBy(() -> sites.open(address, "me", "wrong"))
        .hasMessage("wrong username or password");
    assertThatThrownBy(() -> sites.open(address, "me", "break"))
        .hasMessage("the connection broke before it was signed in");
  }

  @Test
  void nobodyWithAnotherKeyGetsThePassword() throws Exception {
    site().close();
    assertThat(passwords).hasValue(1);
    server.setKeyPairProvider(anotherKey());
    refusesTheKey(sites);
    assertThat(passwords).hasValue(1);
  }

  @Test
  void noStrangerGetsThePasswordWhereNobodyIsTrusted() throws Exception {
    site().close();
    assertThat(passwords).hasValue(1);
    try (SftpSites strict =
        new SftpSites(
            new AddressPolicy(List.of("127.0.0.1")),
            new HostKeys(List.of(), null),
            RemoteLimits.defaults())) {
      refusesTheKey(strict);
    }
    assertThat(passwords).hasValue(1);
  }

  private void refusesTheKey(SftpSites asked) {
    SftpAddress address = SftpAddress.parse("127.0.0.1:" + server.getPort());
    assertThatThrownBy(() -> asked.open(address, "me", "secret"))
        .isInstanceOf(RemoteException.class)
        .hasMessage("the server's key is not the one that is known");
  }
}
