package io.archway.dicom.dimse;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.dicom.net.AssociateRq;
import io.archway.dicom.net.Association;
import io.archway.dicom.net.AssociationConnector;
import io.archway.dicom.net.AssociationListener;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.PresentationContext;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.UpperLayerService;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/**
 * An association that this program asked for, with blocking calls for its operations. One thread at
 * a time; never an event loop. Closing releases it.
 */
public final class AssociationRequester implements AutoCloseable {

  private static final int MEDIUM_PRIORITY = 0;

  private final RequesterSettings settings;
  private final AssociationConnector connector;
  private final CompletableFuture<AssociationSummary> end = new CompletableFuture<>();
  private final CompletableFuture<DimseSession> session = new CompletableFuture<>();
  private final CompletableFuture<Association> established = new CompletableFuture<>();

  private AssociationRequester(RequesterSettings settings) {
    this.settings = settings;
    this.connector = new AssociationConnector(1);
  }

  /**
   * @throws AssociationRejectedException if the peer refuses
   * @throws IOException if there is no connection, or no answer in time
   */
  public static AssociationRequester connect(
      RequesterSettings settings, List<PresentationContextProposal> proposals) throws IOException {
    AssociationRequester requester = new AssociationRequester(settings);
    try {
      requester.open(proposals);
      return requester;
    } catch (IOException | RuntimeException e) {
      requester.connector.close();
      throw e;
    }
  }

  private void open(List<PresentationContextProposal> proposals) throws IOException {
    AssociateRq request =
        new AssociateRq(
            1,
            settings.calledAeTitle(),
            settings.callingAeTitle(),
            Uids.DICOM_APPLICATION_CONTEXT,
            proposals,
            settings.userInformation());
    ChannelFuture connected =
        connector.connect(
            settings.peer(),
            settings.connectTimeoutMillis(),
            request,
            settings.limits(),
            this::createSession,
            new Outcome(),
            settings.tls());
    connected.awaitUninterruptibly();
    if (!connected.isSuccess()) {
      throw new IOException("no connection: " + reason(connected.cause()), connected.cause());
    }
    await(established);
  }

  /** In words; the system's own text names the function that failed. */
  private String reason(Throwable failure) {
    if (failure instanceof UnknownHostException || settings.peer().isUnresolved()) {
      return "unknown host " + settings.peer().getHostString();
    }
    if (failure instanceof ConnectTimeoutException) {
      return "no answer within connectTimeoutMillis: " + settings.connectTimeoutMillis();
    }
    String text = failure.getMessage() == null ? "the system says no more" : failure.getMessage();
    return text.contains("refused")
        ? "refused by the host (expected: an application that listens there)"
        : text.replaceFirst("^.* failed with error\\(-?\\d+\\): ", "");
  }

  private DimseSession createSession(UpperLayerService service) {
    DimseSession created = new DimseSession(service, ServiceRegistry.builder().build());
    session.complete(created);
    return created;
  }

  /** Every proposed context with its result. */
  public List<PresentationContext> presentationContexts() {
    return established.join().presentationContexts();
  }

  /** An accepted context for that SOP class in one of those transfer syntaxes, best first. */
  public Optional<PresentationContext> contextFor(
      String sopClassUid, List<String> transferSyntaxUids) {
    for (String transferSyntaxUid : transferSyntaxUids) {
      for (PresentationContext context : presentationContexts()) {
        if (context.accepted()
            && context.abstractSyntaxUid().equals(sopClassUid)
            && context.transferSyntaxUid().equals(transferSyntaxUid)) {
          return Optional.of(context);
        }
      }
    }
    return Optional.empty();
  }

  public Association association() {
    return established.join();
  }

  /** C-ECHO in the first accepted context for Verification. */
  public DimseResult echo() throws IOException {
    PresentationContext context =
        presentationContexts().stream()
            .filter(c -> c.accepted() && c.abstractSyntaxUid().equals(Uids.VERIFICATION))
            .findFirst()
            .orElseThrow(() -> new IOException("Verification is not an accepted context"));
    CommandSet command =
        CommandSet.request(DimseOperation.C_ECHO)
            .putUid(Tag.AFFECTED_SOP_CLASS_UID, Uids.VERIFICATION);
    return await(invoke(context.id(), command, false));
  }

  /**
   * C-STORE. The data set is read and sent in parts, as fast as the peer takes them.
   *
   * @param dataSet read to its end, not closed
   * @param onProgress told after each part how many bytes of the data set have been sent so far
   */
  public DimseResult store(
      StoreRequest request, ReadableByteChannel dataSet, LongConsumer onProgress)
      throws IOException {
    accepted(request.contextId());
    CompletableFuture<DimseResult> result = invoke(request.contextId(), command(request), true);
    new DataSetSender(session.join(), request.contextId(), settings.responseTimeoutMillis())
        .send(dataSet, onProgress);
    return await(result);
  }

  /**
   * C-FIND in an accepted context, until its final response.
   *
   * @param identifier the keys, small
   * @param answers told each match
   */
  public DimseResult find(int contextId, DataSet identifier, FindAnswers answers)
      throws IOException {
    PresentationContext context = accepted(contextId);
    CommandSet command =
        CommandSet.request(DimseOperation.C_FIND)
            .putUid(Tag.AFFECTED_SOP_CLASS_UID, context.abstractSyntaxUid())
            .putShort(Tag.PRIORITY, MEDIUM_PRIORITY);
    CompletableFuture<DimseResult> result = new CompletableFuture<>();
    DimseSession open = session.join();
    FindResponses responses = new FindResponses(open, context, answers, result);
    open.service().eventLoop().execute(() -> responses.ask(command, identifier));
    return await(result);
  }

  /**
   * N-CREATE in an accepted context (PS3.7 10.1.5).
   *
   * @param sopInstanceUid null to leave it to the peer, whose answer names it
   * @param attributes of the new instance, small; null for none
   */
  public DimseResult create(int contextId, String sopInstanceUid, DataSet attributes)
      throws IOException {
    PresentationContext context = accepted(contextId);
    return normalized(
        context,
        CommandSet.request(DimseOperation.N_CREATE)
            .putUid(Tag.AFFECTED_SOP_CLASS_UID, context.abstractSyntaxUid())
            .putUid(Tag.AFFECTED_SOP_INSTANCE_UID, sopInstanceUid),
        attributes);
  }

  /**
   * N-SET in an accepted context (PS3.7 10.1.3).
   *
   * @param modifications attributes with their new values, small
   */
  public DimseResult set(int contextId, String sopInstanceUid, DataSet modifications)
      throws IOException {
    PresentationContext context = accepted(contextId);
    return normalized(
        context,
        CommandSet.request(DimseOperation.N_SET)
            .putUid(Tag.REQUESTED_SOP_CLASS_UID, context.abstractSyntaxUid())
            .putUid(Tag.REQUESTED_SOP_INSTANCE_UID, sopInstanceUid),
        modifications);
  }

  private DimseResult normalized(PresentationContext context, CommandSet command, DataSet dataSet)
      throws IOException {
    if (dataSet == null) {
      return await(invoke(context.id(), command, false));
    }
    CompletableFuture<DimseResult> result = new CompletableFuture<>();
    DimseSession open = session.join();
    open.service()
        .eventLoop()
        .execute(
            () -> {
              if (!open.service().isOpen()) {
                result.completeExceptionally(new IOException("the association is over"));
                return;
              }
              try {
                open.invoke(context, command, dataSet, new FinalResponse(result));
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
            });
    return await(result);
  }

  private PresentationContext accepted(int contextId) {
    PresentationContext context = association().acceptedContext(contextId);
    if (context == null) {
      throw new IllegalArgumentException(
          "presentation context id: " + contextId + " (expected: an accepted one)");
    }
    return context;
  }

  private static CommandSet command(StoreRequest request) {
    CommandSet command =
        CommandSet.request(DimseOperation.C_STORE)
            .putUid(Tag.AFFECTED_SOP_CLASS_UID, request.sopClassUid())
            .putUid(Tag.AFFECTED_SOP_INSTANCE_UID, request.sopInstanceUid())
            .putShort(Tag.PRIORITY, MEDIUM_PRIORITY);
    if (request.moveOriginatorAeTitle() != null) {
      command
          .elements()
          .put(
              Tag.MOVE_ORIGINATOR_APPLICATION_ENTITY_TITLE, Vr.AE, request.moveOriginatorAeTitle());
      command.putShort(Tag.MOVE_ORIGINATOR_MESSAGE_ID, request.moveOriginatorMessageId());
    }
    return command;
  }

  private CompletableFuture<DimseResult> invoke(
      int contextId, CommandSet command, boolean dataSetFollows) {
    CompletableFuture<DimseResult> result = new CompletableFuture<>();
    DimseSession open = session.join();
    open.service()
        .eventLoop()
        .execute(
            () -> {
              if (open.service().isOpen()) {
                open.invoke(contextId, command, dataSetFollows, new FinalResponse(result));
              } else {
                result.completeExceptionally(new IOException("the association is over"));
              }
            });
    return result;
  }

  /** How it ended; empty while it is open. */
  public Optional<AssociationSummary> summary() {
    return Optional.ofNullable(end.getNow(null));
  }

  /** Asks for the release and waits for it; an association that is over stays as it is. */
  public AssociationSummary release() throws IOException {
    UpperLayerService service = session.join().service();
    service.eventLoop().execute(service::release);
    return await(end);
  }

  /** Aborts and waits for the end. */
  public AssociationSummary abort(String text) throws IOException {
    association().abort(text);
    return await(end);
  }

  /** Releases, or aborts if that does not work. */
  @Override
  public void close() throws IOException {
    try {
      if (association().isOpen()) {
        release();
      }
    } finally {
      connector.close();
    }
  }

  private <T> T await(CompletableFuture<T> future) throws IOException {
    try {
      return future.get(settings.responseTimeoutMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      String text = "no answer within responseTimeoutMillis: " + settings.responseTimeoutMillis();
      if (established.isDone()) {
        association().abort(text);
      }
      throw new IOException(text, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Event loop only. */
  private final class Outcome implements AssociationListener {

    @Override
    public void onEstablished(Association association) {
      established.complete(association);
    }

    @Override
    public void onRejected(AssociationSummary summary) {
      established.completeExceptionally(new AssociationRejectedException(summary));
      end.complete(summary);
    }

    @Override
    public void onEnded(AssociationSummary summary) {
      end.complete(summary);
    }
  }

  /** Event loop only. */
  private record FinalResponse(CompletableFuture<DimseResult> result) implements ResponseHandler {

    @Override
    public DataSetSink onResponse(CommandSet response) {
      if (!DimseStatus.isPending(response.status())) {
        result.complete(new DimseResult(response));
      }
      return null;
    }

    @Override
    public void onEnded(Throwable cause) {
      result.completeExceptionally(cause);
    }
  }
}
