package io.archway.http.documents.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.client.session.ClientSession.ClientSessionEvent;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.client.SftpClientFactory;

/**
 * Connections to SFTP servers with a name and a password, nothing else: no keys or settings of the
 * user that the gateway runs as. Starts with the first. Thread-safe; calls block.
 */
public final class SftpSites implements AutoCloseable {
  private static final AttributeRepository.AttributeKey<Named> SERVER =
      new AttributeRepository.AttributeKey<>();

  private final AddressPolicy addresses;
  private final HostKeys hostKeys;
  private final RemoteLimits limits;
  private SshClient client;
  private boolean closed;

  public SftpSites(AddressPolicy addresses, HostKeys hostKeys, RemoteLimits limits) {
    this.addresses = addresses;
    this.hostKeys = hostKeys;
    this.limits = limits;
  }

  public RemoteLimits limits() {
    return limits;
  }

  /**
   * Whom we mean to talk to, whether they showed a key that was not theirs, and the key where it is
   * the first.
   */
  private static final class Named {
    final String server;
    volatile boolean refused;
    volatile String first;

    Named(String server) {
      this.server = server;
    }
  }

  private synchronized SshClient client() throws RemoteException {
    if (closed) {
      throw new RemoteException("the gateway is stopping");
    } else if (client == null) {
      client = newClient();
      client.start();
    }
    return client;
  }

  private SshClient newClient() {
    SshClient made = SshClient.setUpDefaultClient();
    made.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
    made.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
    made.setUserAuthFactories(List.of(UserAuthPasswordFactory.INSTANCE));
    made.setServerKeyVerifier((session, address, key) -> verify(session, key));
    Duration wait = Duration.ofMillis(limits.connectMillis());
    CoreModuleProperties.IO_CONNECT_TIMEOUT.set(made, wait);
    CoreModuleProperties.AUTH_TIMEOUT.set(made, wait);
    CoreModuleProperties.CHANNEL_OPEN_TIMEOUT.set(made, wait);
    // We may draw for longer than a server is silent; the deadline ends what is idle, too.
    CoreModuleProperties.IDLE_TIMEOUT.set(made, wait.plusMillis(limits.totalMillis()));
    CoreModuleProperties.PASSWORD_PROMPTS.set(made, 1);
    return made;
  }

  /** On a thread of all connections: a stranger is learnt by whoever opened theirs. */
  private boolean verify(ClientSession session, PublicKey key) {
    Named named = session.getConnectionContext().getAttribute(SERVER);
    String fingerprint = KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    HostKeys.Trust trust = hostKeys.trust(named.server, fingerprint);
    named.refused = trust == HostKeys.Trust.REFUSED;
    named.first = trust == HostKeys.Trust.STRANGER ? fingerprint : null;
    return !named.refused;
  }

  /** Nobody gets a password before their key is kept. */
  private void learn(ClientSession session, Named named) throws IOException {
    Set<ClientSessionEvent> events =
        session.waitFor(
            EnumSet.of(ClientSessionEvent.WAIT_AUTH, ClientSessionEvent.CLOSED),
            limits.connectMillis());
    if (!events.contains(ClientSessionEvent.WAIT_AUTH)) {
      throw new IOException("no key was agreed on");
    }
    if (named.first != null && !hostKeys.learn(named.server, named.first)) {
      named.refused = true;
      throw new IOException("not trusted");
    }
  }

  /** Connects and signs in; the time for all that is moved begins. */
  public SftpSite open(SftpAddress address, String user, String password) throws RemoteException {
    InetAddress checked = addresses.resolve(address.host());
    Deadline deadline = new Deadline(limits.totalMillis());
    try {
      return open(address, checked, user, password, deadline);
    } catch (RemoteException | RuntimeException e) {
      deadline.close();
      throw e;
    }
  }

  private SftpSite open(
      SftpAddress address, InetAddress checked, String user, String password, Deadline deadline)
      throws RemoteException {
    Named named = new Named(address.server());
    ClientSession session = connect(checked, address.port(), user, named);
    deadline.closes(() -> session.close(true));
    try {
      learn(session, named);
      session.addPasswordIdentity(password);
      session.auth().verify(limits.connectMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      session.close(true);
      throw deadline.failed(notSignedIn(named, e), e);
    }
    try {
      return new SftpSite(
          session, SftpClientFactory.instance().createSftpClient(session), deadline);
    } catch (IOException e) {
      session.close(true);
      throw deadline.failed("the server does not offer SFTP", e);
    }
  }

  /** A connection that broke says nothing of the password. */
  private static String notSignedIn(Named named, IOException e) {
    if (named.refused) {
      return "the server's key is not the one that is known";
    }
    boolean rejected =
        e instanceof SshException told
            && told.getDisconnectCode()
                == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE;
    return rejected ? "wrong username or password" : "the connection broke before it was signed in";
  }

  private ClientSession connect(InetAddress address, int port, String user, Named named)
      throws RemoteException {
    try {
      return client()
          .connect(
              user,
              new InetSocketAddress(address, port),
              AttributeRepository.ofKeyValuePair(SERVER, named),
              null)
          .verify(limits.connectMillis(), TimeUnit.MILLISECONDS)
          .getSession();
    } catch (RemoteException e) {
      throw e;
    } catch (IOException e) {
      throw new RemoteException("cannot connect", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (client != null) {
      client.stop();
    }
  }
}
