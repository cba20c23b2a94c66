package io.archway.dicom.dimse;

/** Waits for the responses to a request of this side. Event loop only. */
interface ResponseHandler {

  /**
   * A response, pending or final.
   *
   * @return where its data set goes, if it has one; null to throw that away
   */
  DataSetSink onResponse(CommandSet response);

  /** The association ended before the final response. */
  void onEnded(Throwable cause);
}
