package io.archway.dicom.dimse;

import java.util.List;

/**
 * Encodes the responses to one request, on the thread that gives them, so that event loops only
 * send. Thread-safe.
 */
final class ResponseEncoder {

  private final DimseRequest request;
  private volatile Head last;

  /** The command set of responses that differ in nothing but their data sets. */
  private record Head(DimseResponse withoutDataSet, boolean hasDataSet, byte[] command) {

    boolean isOf(DimseResponse response) {
      return hasDataSet == (response.dataSet() != null)
          && withoutDataSet.equals(response.withDataSet(null));
    }
  }

  ResponseEncoder(DimseRequest request) {
    this.request = request;
  }

  List<EncodedMessage> encode(List<DimseResponse> responses) {
    return responses.stream().map(this::encode).toList();
  }

  /**
   * @throws RuntimeException if the data set cannot be encoded
   */
  EncodedMessage encode(DimseResponse response) {
    return new EncodedMessage(
        request.context().id(),
        command(response),
        MessageWriter.encode(request.context(), response.dataSet()));
  }

  private byte[] command(DimseResponse response) {
    Head head = last;
    if (head == null || !head.isOf(response)) {
      byte[] command = response.toCommand(request.command()).encode();
      head = new Head(response.withDataSet(null), response.dataSet() != null, command);
      last = head;
    }
    return head.command;
  }
}
