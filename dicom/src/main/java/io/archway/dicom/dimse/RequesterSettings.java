package io.archway.dicom.dimse;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.net.AssociationLimits;
import io.archway.dicom.net.UserInformation;
import java.net.InetSocketAddress;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;

/**
 * Whom to ask for an association, and how long to wait.
 *
 * @param limits the artimTimeoutMillis is also the wait for the answer and for the release
 * @param connectTimeoutMillis until the transport connection stands
 * @param responseTimeoutMillis for one response, or for the peer to take a part of a data set
 * @param userInformation what to negotiate
 * @param tls makes an engine in client mode for the peer, or null for plain TCP
 */
public record RequesterSettings(
    InetSocketAddress peer,
    String callingAeTitle,
    String calledAeTitle,
    AssociationLimits limits,
    int connectTimeoutMillis,
    long responseTimeoutMillis,
    UserInformation userInformation,
    Supplier<SSLEngine> tls) {

  private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
  private static final long RESPONSE_TIMEOUT_MILLIS = 120_000;

  /** With the default limits and waits, plain. */
  public static RequesterSettings of(
      InetSocketAddress peer, String callingAeTitle, String calledAeTitle) {
    AssociationLimits limits = AssociationLimits.defaults();
    return new RequesterSettings(
        peer,
        callingAeTitle,
        calledAeTitle,
        limits,
        CONNECT_TIMEOUT_MILLIS,
        RESPONSE_TIMEOUT_MILLIS,
        UserInformation.of(
            limits.maxPduLengthBytes(),
            Uids.ARCHWAY_IMPLEMENTATION_CLASS,
            Uids.ARCHWAY_IMPLEMENTATION_VERSION),
        null);
  }
}
