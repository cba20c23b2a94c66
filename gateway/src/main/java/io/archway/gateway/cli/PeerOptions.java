package io.archway.gateway.cli;

import io.archway.dicom.dimse.AssociationRejectedException;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.gateway.CommandFailure;
import io.archway.gateway.ExitCode;
import io.archway.gateway.transfer.Peer;
import io.archway.index.disk.FailureReason;
import java.io.IOException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Whom a command talks to over DICOM, and as whom. */
final class PeerOptions {
  @Option(
      names = "--to",
      paramLabel = "TITLE@HOST:PORT",
      defaultValue = "ARCHWAY@localhost:11112",
      converter = PeerConverter.class,
      description = "The other side (default: ${DEFAULT-VALUE}).")
  private Peer peer;

  @Option(
      names = "--from",
      paramLabel = "TITLE",
      defaultValue = "ARCHWAY",
      converter = Converters.AeTitle.class,
      description = "Our own AE title (default: ${DEFAULT-VALUE}).")
  private String callingAeTitle;

  Peer peer() {
    return peer;
  }

  RequesterSettings settings() {
    return RequesterSettings.of(peer.address(), callingAeTitle, peer.aeTitle());
  }

  CommandFailure failure(IOException e) {
    String what = e instanceof AssociationRejectedException ? " refused: " : ": ";
    return new CommandFailure(ExitCode.PEER, peer + what + FailureReason.of(e), e);
  }

  private static final class PeerConverter implements ITypeConverter<Peer> {
    @Override
    public Peer convert(String text) {
      try {
        return Peer.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
