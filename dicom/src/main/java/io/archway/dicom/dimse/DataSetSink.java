package io.archway.dicom.dimse;

import io.netty.buffer.ByteBuf;

/**
 * Takes the data set of one message as it arrives, in the context's transfer syntax. Event loop
 * only. Exactly one of {@code onComplete} and {@code onAbort} comes last, unless the request is
 * answered before: then nothing more comes.
 */
public interface DataSetSink {

  /** The fragment belongs to the caller and is valid during the call; retain it to keep it. */
  void onFragment(ByteBuf fragment);

  void onComplete();

  /** The rest will not come: the association ended, or this sink threw. */
  void onAbort(Throwable cause);
}
