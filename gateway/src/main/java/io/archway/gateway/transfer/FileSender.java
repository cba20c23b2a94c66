package io.archway.gateway.transfer;

import io.archway.dicom.dimse.AssociationRejectedException;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.net.PresentationContext;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.gateway.transfer.Sending.Verdict;
import io.archway.index.disk.FailureReason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Sends files by C-STORE as they are, each kind in a presentation context of its own (PS3.8
 * 7.1.1.13 allows 128). When an association breaks, the file it broke at is given up and the rest
 * goes on a new one. One thread.
 */
public final class FileSender {
  private static final int MAX_CONTEXTS = 128;

  private record Kind(String sopClassUid, String transferSyntaxUid) {
    static Kind of(OutgoingFile file) {
      return new Kind(file.sopClassUid(), file.transferSyntaxUid());
    }
  }

  private final RequesterSettings settings;
  private final Consumer<Sending> onSending;
  private final LongConsumer onBytes;

  /**
   * @param onSending told what became of each file
   * @param onBytes told how many bytes more were sent or will not be
   */
  public FileSender(RequesterSettings settings, Consumer<Sending> onSending, LongConsumer onBytes) {
    this.settings = settings;
    this.onSending = onSending;
    this.onBytes = onBytes;
  }

  /**
   * @throws AssociationRejectedException when the receiver refuses an association
   * @throws IOException when there is no connection
   */
  public void send(List<OutgoingFile> files) throws IOException {
    int told = 0;
    try {
      for (List<OutgoingFile> batch : batches(files)) {
        int next = 0;
        while (next < batch.size()) {
          int reached = sendUntilBroken(batch, next);
          told += reached - next;
          next = reached;
        }
      }
    } catch (IOException e) {
      files
          .subList(told, files.size())
          .forEach(file -> tell(file, Verdict.NOT_SENT, "no association"));
      throw e;
    }
  }

  /** In the order given; a new batch begins where the contexts of one association run out. */
  private static List<List<OutgoingFile>> batches(List<OutgoingFile> files) {
    List<List<OutgoingFile>> batches = new ArrayList<>();
    Map<Kind, Integer> kinds = new LinkedHashMap<>();
    List<OutgoingFile> batch = new ArrayList<>();
    for (OutgoingFile file : files) {
      kinds.putIfAbsent(Kind.of(file), kinds.size());
      if (kinds.size() > MAX_CONTEXTS) {
        batches.add(batch);
        batch = new ArrayList<>();
        kinds.clear();
        kinds.put(Kind.of(file), 0);
      }
      batch.add(file);
    }
    batches.add(batch);
    return batches;
  }

  private int sendUntilBroken(List<OutgoingFile> batch, int first) throws IOException {
    int next = first;
    try (AssociationRequester requester =
        AssociationRequester.connect(settings, proposals(batch))) {
      boolean usable = true;
      while (usable && next < batch.size()) {
        usable = send(requester, batch.get(next++));
      }
    }
    return next;
  }

  private static List<PresentationContextProposal> proposals(List<OutgoingFile> batch) {
    List<PresentationContextProposal> proposals = new ArrayList<>();
    batch.stream()
        .map(Kind::of)
        .distinct()
        .forEach(
            kind ->
                proposals.add(
                    new PresentationContextProposal(
                        2 * proposals.size() + 1,
                        kind.sopClassUid(),
                        List.of(kind.transferSyntaxUid()))));
    return proposals;
  }

  /** False if the association cannot be used any more. */
  private boolean send(AssociationRequester requester, OutgoingFile file) {
    Optional<PresentationContext> context =
        requester.contextFor(file.sopClassUid(), List.of(file.transferSyntaxUid()));
    if (context.isEmpty()) {
      tell(file, Verdict.NOT_SENT, "the receiver takes no such objects: " + file.sopClassUid());
      onBytes.accept(file.dataSetBytes());
      return true;
    }
    Progress progress = new Progress();
    boolean usable = true;
    try (FileChannel dataSet = file.open()) {
      StoreRequest request =
          StoreRequest.of(context.get().id(), file.sopClassUid(), file.sopInstanceUid());
      tell(file, requester.store(request, dataSet, progress));
    } catch (IOException e) {
      tell(file, Verdict.NOT_SENT, FailureReason.of(e));
      usable = false;
    }
    onBytes.accept(file.dataSetBytes() - progress.sentBytes);
    return usable;
  }

  private void tell(OutgoingFile file, DimseResult result) {
    Verdict verdict =
        result.isSuccess() ? Verdict.STORED : result.isWarning() ? Verdict.WARNED : Verdict.REFUSED;
    String comment = result.errorComment() == null ? "" : " " + result.errorComment();
    tell(
        file,
        verdict,
        verdict == Verdict.STORED ? "" : "status %04X".formatted(result.status()) + comment);
  }

  private void tell(OutgoingFile file, Verdict verdict, String reason) {
    onSending.accept(new Sending(file.path(), verdict, reason));
  }

  /** Turns "so far" into "more". */
  private final class Progress implements LongConsumer {
    private long sentBytes;

    @Override
    public void accept(long soFar) {
      onBytes.accept(soFar - sentBytes);
      sentBytes = soFar;
    }
  }
}
