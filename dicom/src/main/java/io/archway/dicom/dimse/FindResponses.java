package io.archway.dicom.dimse;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.net.PresentationContext;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A C-FIND that this side sends, and its responses. Event loop only. */
final class FindResponses implements ResponseHandler {

  private static final int MAX_IDENTIFIER_BYTES = 1 << 20;

  private final DimseSession session;
  private final PresentationContext context;
  private final FindAnswers answers;
  private final CompletableFuture<DimseResult> result;
  private int messageId;
  private boolean cancelled;

  FindResponses(
      DimseSession session,
      PresentationContext context,
      FindAnswers answers,
      CompletableFuture<DimseResult> result) {
    this.session = session;
    this.context = context;
    this.answers = answers;
    this.result = result;
  }

  void ask(CommandSet command, DataSet identifier) {
    if (!session.service().isOpen()) {
      result.completeExceptionally(new IOException("the association is over"));
      return;
    }
    try {
      messageId = session.invoke(context, command, identifier, this);
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  @Override
  public DataSetSink onResponse(CommandSet response) {
    if (!DimseStatus.isPending(response.status())) {
      result.complete(new DimseResult(response));
      return null;
    }
    return new DataSetCollector(
        MAX_IDENTIFIER_BYTES,
        bytes -> answer(response.status(), bytes),
        problem -> result.completeExceptionally(new IOException("identifier: " + problem)));
  }

  private void answer(int status, byte[] bytes) {
    try {
      TransferSyntax syntax = TransferSyntax.of(context.transferSyntaxUid());
      if (!answers.onAnswer(status, DataSets.read(bytes, syntax)) && !cancelled) {
        cancelled = true;
        session.cancel(context.id(), messageId);
      }
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  @Override
  public void onEnded(Throwable cause) {
    result.completeExceptionally(cause);
  }
}
