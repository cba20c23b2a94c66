package io.archway.gateway.cli;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.gateway.ExitCode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** C-ECHO (PS3.4 Annex A): is there somebody, and do they talk to us? */
@Command(
    name = "echo",
    description = "Asks another DICOM application whether it is there (C-ECHO).",
    mixinStandardHelpOptions = true)
final class EchoCommand implements Callable<Integer> {
  private static final int CONTEXT_ID = 1;

  @Spec private CommandSpec spec;
  @Mixin private PeerOptions peerOptions;

  @Override
  public Integer call() {
    long start = System.nanoTime();
    try (AssociationRequester requester =
        AssociationRequester.connect(peerOptions.settings(), List.of(verification()))) {
      DimseResult result = requester.echo();
      long millis = (System.nanoTime() - start) / 1_000_000;
      if (!result.isSuccess()) {
        throw new IOException("status %04X".formatted(result.status()));
      }
      spec.commandLine().getOut().printf("%s: alive, %d ms%n", peerOptions.peer(), millis);
      return ExitCode.OK.number();
    } catch (IOException e) {
      throw peerOptions.failure(e);
    }
  }

  private static PresentationContextProposal verification() {
    return new PresentationContextProposal(
        CONTEXT_ID, Uids.VERIFICATION, List.of(Uids.IMPLICIT_VR_LITTLE_ENDIAN));
  }
}
