package io.archway.dicom.dimse;

import io.archway.dicom.data.DataSet;

/** Told each match of a C-FIND that this side asked for. Event loop only. */
@FunctionalInterface
public interface FindAnswers {

  /**
   * @param status FF00 or FF01
   * @return false to ask the peer for no more, by C-CANCEL; some may still come
   */
  boolean onAnswer(int status, DataSet identifier);
}
