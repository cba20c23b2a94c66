package io.archway.dicom.dimse;

/**
 * Performs the operations of one service. Called on the event loop of the association when a
 * request's command set is complete; must not block. At most one operation runs on an association
 * at a time: the next request waits until this one has its final response.
 */
public interface ServiceClassProvider {

  /**
   * @return where the data set goes; null if the command announces none, or to have it read and
   *     thrown away
   * @throws DimseException to answer with its status at once
   */
  DataSetSink onRequest(DimseRequest request, Responder responder) throws DimseException;
}
