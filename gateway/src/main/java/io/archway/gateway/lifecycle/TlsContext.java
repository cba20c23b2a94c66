package io.archway.gateway.lifecycle;

import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.settings.Secret;
import io.archway.gateway.settings.Settings;
import io.archway.index.disk.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Keys and trust of a TLS port, read from its settings. */
record TlsContext(SSLContext context, boolean needsClientCertificate) {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  /** Empty where the port is plain. */
  static Optional<TlsContext> of(Settings.DicomTls tls) {
    return tls.enabled()
        ? Optional.of(open("dicom.tls", tls.keyStore(), tls.keyStorePassword(), tls.trustStore()))
        : Optional.empty();
  }

  static Optional<TlsContext> of(Settings.HttpTls tls) {
    return tls.enabled()
        ? Optional.of(open("http.tls", tls.keyStore(), tls.keyStorePassword(), ""))
        : Optional.empty();
  }

  private static TlsContext open(
      String name, String keyStore, Secret keyStorePassword, String trustStore) {
    char[] password = keyStorePassword.value().toCharArray();
    boolean trusting = !trustStore.isEmpty();
    try {
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(load(name + ".keyStore", keyStore, password), password);
      SSLContext context = SSLContext.getInstance("TLS");
      TrustManager[] trust =
          trusting ? trust(load(name + ".trustStore", trustStore, password)) : null;
      context.init(keys.getKeyManagers(), trust, null);
      return new TlsContext(context, trusting);
    } catch (GeneralSecurityException e) {
      throw new CommandFailure(
          ExitCode.SETTINGS,
          name
              + ": the key in "
              + keyStore
              + " cannot be used (expected: one of the password given)",
          e);
    }
  }

  private static TrustManager[] trust(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return trust.getTrustManagers();
  }

  private static KeyStore load(String setting, String file, char[] password)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      store.load(in, password);
      return store;
    } catch (FileSystemException e) {
      throw failure(setting, file + ": " + FailureReason.of(e), e);
    } catch (IOException | CertificateException e) {
      throw failure(setting, file + " (expected: a PKCS #12 store that this password opens)", e);
    }
  }

  private static CommandFailure failure(String setting, String text, Exception cause) {
    return new CommandFailure(ExitCode.SETTINGS, setting + ": " + text, cause);
  }

  /** A new engine in server mode for each connection. */
  Supplier<SSLEngine> engines() {
    return () -> {
      SSLEngine engine = context.createSSLEngine();
      engine.setUseClientMode(false);
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setProtocols(PROTOCOLS);
      parameters.setNeedClientAuth(needsClientCertificate);
      engine.setSSLParameters(parameters);
      return engine;
    };
  }
}
