package io.archway.dicom.dimse;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.PDataFragment;
import io.archway.dicom.net.PresentationContext;
import io.archway.dicom.net.UpperLayerService;
import io.archway.dicom.net.UpperLayerUser;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DIMSE messages of one association (PS3.7 6.3): puts fragments together to command sets, hands
 * requests to providers and responses to whoever waits for them. One operation is performed at a
 * time; a request that comes before its answer is kept, one command set long, and reading stops
 * behind it. Event loop only.
 */
final class DimseSession implements UpperLayerUser {

  private static final Logger LOG = LoggerFactory.getLogger(DimseSession.class);

  private static final DataSetSink DISCARD =
      new DataSetSink() {
        @Override
        public void onFragment(ByteBuf fragment) {}

        @Override
        public void onComplete() {}

        @Override
        public void onAbort(Throwable cause) {}
      };

  private final UpperLayerService service;
  private final ServiceRegistry registry;
  private final MessageWriter writer;
  private final Map<Integer, ResponseHandler> invocations = new HashMap<>();
  private final CommandAssembly assembly;

  private boolean awaitingDataSet;
  private int dataSetContextId;
  private DataSetSink incoming;
  private Operation operation;
  private Message parked;
  private boolean releaseRequested;
  private boolean closing;
  private boolean awaitingWritable;
  private boolean flushScheduled;
  private int lastMessageId;

  /** A command set and the context it came in. */
  private record Message(int contextId, CommandSet command) {}

  DimseSession(UpperLayerService service, ServiceRegistry registry) {
    this.service = service;
    this.registry = registry;
    this.writer = new MessageWriter(service);
    this.assembly = new CommandAssembly(service);
  }

  UpperLayerService service() {
    return service;
  }

  // What the upper layer indicates.

  @Override
  public void onFragment(PDataFragment fragment) {
    if (fragment.command()) {
      onCommandFragment(fragment);
    } else {
      onDataFragment(fragment);
    }
  }

  private void onCommandFragment(PDataFragment fragment) {
    if (awaitingDataSet) {
      service.abort("command fragment before the end of a data set (expected: data fragment)");
      return;
    }
    String problem = assembly.add(fragment);
    if (problem != null) {
      service.abort(problem);
    } else if (fragment.last()) {
      try {
        onCommand(fragment.presentationContextId(), assembly.take());
      } catch (DicomParseException e) {
        service.abort("command set: " + e.getMessage());
      }
    }
  }

  private void onDataFragment(PDataFragment fragment) {
    if (!awaitingDataSet) {
      service.abort("data fragment without a command set before it (expected: command fragment)");
      return;
    } else if (fragment.presentationContextId() != dataSetContextId) {
      service.abort(
          "presentation context id of a data fragment: "
              + fragment.presentationContextId()
              + " (expected: "
              + dataSetContextId
              + ", as its command)");
      return;
    }
    DataSetSink receiving = incoming;
    if (fragment.last()) {
      awaitingDataSet = false;
      incoming = null;
      tellWhetherBusy();
    }
    receiving.onFragment(fragment.content());
    if (fragment.last()) {
      receiving.onComplete();
    }
  }

  private void onCommand(int contextId, CommandSet command) {
    String problem = command.problem();
    if (problem != null) {
      service.abort(problem);
      return;
    }
    if (command.isResponse()) {
      awaitDataSet(contextId, command, onResponse(command));
      tellWhetherBusy();
    } else if (command.isCancel()) {
      onCancel(command);
    } else if (operation != null || closing) {
      parked = new Message(contextId, command);
      service.pauseReading();
    } else {
      perform(contextId, command);
    }
  }

  private void awaitDataSet(int contextId, CommandSet command, DataSetSink receiver) {
    awaitingDataSet = command.hasDataSet() && service.isOpen();
    dataSetContextId = contextId;
    incoming = awaitingDataSet ? receiver : null;
  }

  /** Within a data set it is the peer's turn: one that sends no more of it is silent. */
  private void tellWhetherBusy() {
    service.setBusy(!awaitingDataSet && (operation != null || !invocations.isEmpty()));
  }

  private void onCancel(CommandSet command) {
    if (operation != null
        && operation.request().messageId() == command.messageIdBeingRespondedTo()) {
      operation.cancel();
    }
  }

  // Requests that arrive.

  private void perform(int contextId, CommandSet command) {
    PresentationContext context = service.acceptedContext(contextId);
    DimseRequest request = new DimseRequest(service, context, command.operation(), command);
    operation = new Operation(this, request);
    Operation performing = operation;
    awaitDataSet(contextId, command, performing);
    tellWhetherBusy();
    try {
      performing.begin(provider(request).onRequest(request, performing));
    } catch (DimseException e) {
      performing.respondUnlessAnswered(e.response());
    } catch (RuntimeException e) {
      LOG.error("association {}: {} failed", service.id(), label(command), e);
      performing.respondUnlessAnswered(Operation.INTERNAL_ERROR);
    }
  }

  private ServiceClassProvider provider(DimseRequest request) throws DimseException {
    if (request.operation() == null) {
      throw new DimseException(
          DimseResponse.of(DimseStatus.UNRECOGNIZED_OPERATION)
              .withErrorComment(
                  String.format("Command Field: 0x%04X unknown", request.command().commandField()))
              .withOffendingElements(List.of(Tag.COMMAND_FIELD)));
    }
    String abstractSyntaxUid = request.context().abstractSyntaxUid();
    return registry
        .find(abstractSyntaxUid)
        .orElseThrow(
            () ->
                new DimseException(
                    DimseStatus.SOP_CLASS_NOT_SUPPORTED, "no service for " + abstractSyntaxUid));
  }

  /** The operation has its final response and its data set, if any, has come to the end. */
  void finished(Operation done, DimseResponse response) {
    if (!service.isOpen()) {
      return;
    }
    write(done, response);
    holdASlowReader();
    service.countOperation(label(done.request().command()), response.status().code());
    operation = null;
    tellWhetherBusy();
    if (closing) {
      service.abort("this side closes");
    } else if (parked != null) {
      Message next = parked;
      parked = null;
      perform(next.contextId(), next.command());
      service.resumeReading();
    } else if (releaseRequested) {
      service.confirmRelease();
    }
  }

  /** A peer that sends requests but takes no answers gets no further ones until it does. */
  private void holdASlowReader() {
    if (!awaitingWritable && !service.isWritable()) {
      awaitingWritable = true;
      service.pauseReading();
    }
  }

  /** A final response, with all that waits for a flush. */
  private void write(Operation answered, DimseResponse response) {
    writer.write(answered.encode(response));
    service.flush();
  }

  /** A pending response; those that follow at once go out in one flush with it. */
  void writePending(EncodedMessage response) {
    writer.write(response);
    if (!flushScheduled) {
      flushScheduled = true;
      service.eventLoop().execute(this::flushScheduled);
    }
  }

  private void flushScheduled() {
    flushScheduled = false;
    service.flush();
  }

  private static String label(CommandSet command) {
    DimseOperation known = command.operation();
    return known != null ? known.label() : String.format("0x%04X", command.commandField());
  }

  // Requests that this side sends.

  /** Sends the command of a request; its data set, if any, is the caller's to send next. */
  int invoke(int contextId, CommandSet command, boolean dataSetFollows, ResponseHandler handler) {
    lastMessageId = lastMessageId % 0xFFFF + 1;
    int messageId = lastMessageId;
    command.putShort(Tag.MESSAGE_ID, messageId);
    command.putDataSetFollows(dataSetFollows);
    invocations.put(messageId, handler);
    tellWhetherBusy();
    writer.writeCommand(contextId, command);
    service.flush();
    return messageId;
  }

  /** Sends a request with a small data set. */
  int invoke(
      PresentationContext context, CommandSet command, DataSet dataSet, ResponseHandler handler) {
    byte[] encoded = MessageWriter.encode(context, dataSet);
    int messageId = invoke(context.id(), command, true, handler);
    writer.writeDataSet(context.id(), encoded);
    service.flush();
    return messageId;
  }

  /** C-CANCEL of a request that this side sent; its final response comes all the same. */
  void cancel(int contextId, int messageId) {
    if (service.isOpen() && invocations.containsKey(messageId)) {
      writer.writeCommand(contextId, CommandSet.cancel(messageId));
      service.flush();
    }
  }

  private DataSetSink onResponse(CommandSet response) {
    int messageId = response.messageIdBeingRespondedTo();
    boolean pending = DimseStatus.isPending(response.status());
    ResponseHandler handler = pending ? invocations.get(messageId) : invocations.remove(messageId);
    if (handler == null) {
      service.abort("response to message " + messageId + " (expected: one that was sent)");
      return DISCARD;
    }
    if (!pending) {
      service.countOperation(label(response), response.status());
    }
    DataSetSink sink = handler.onResponse(response);
    return sink == null ? DISCARD : sink;
  }

  // The end.

  @Override
  public void onReleaseRequest() {
    releaseRequested = true;
    if (operation == null) {
      service.confirmRelease();
    }
  }

  @Override
  public void onWritable() {
    if (awaitingWritable) {
      awaitingWritable = false;
      service.resumeReading();
    }
    if (operation != null) {
      operation.onWritable();
    }
  }

  @Override
  public void onClosing() {
    closing = true;
    if (operation == null) {
      service.abort("this side closes");
    }
  }

  @Override
  public void onEnded(AssociationSummary summary) {
    assembly.release();
    IOException cause = new IOException(summary.end() + ": " + summary.text());
    if (incoming != null) {
      incoming.onAbort(cause);
      incoming = null;
    }
    awaitingDataSet = false;
    if (operation != null) {
      operation.onEnded(cause);
      operation = null;
    }
    List<ResponseHandler> waiting = List.copyOf(invocations.values());
    invocations.clear();
    waiting.forEach(handler -> handler.onEnded(cause));
  }

  /** A fragment sent by the requester's side, as {@link UpperLayerService#sendFragment}. */
  ChannelFuture sendData(int contextId, boolean last, ByteBuf content) {
    ChannelFuture written = service.sendFragment(contextId, false, last, content);
    service.flush();
    return written;
  }
}
