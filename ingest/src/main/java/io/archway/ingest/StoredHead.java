package io.archway.ingest;

import io.archway.dicom.data.ParseLimits;
import io.archway.index.store.LogRecord;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoredObject;
import io.archway.ingest.header.HeaderReading;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads the head of an object that lies in the store. One thread at a time. */
final class StoredHead {
  private final ObjectStore store;
  private final ParseLimits limits;
  private final ByteBuffer piece = ByteBuffer.allocateDirect(64 << 10);

  StoredHead(ObjectStore store, ParseLimits limits) {
    this.store = store;
    this.limits = limits;
  }

  HeaderReading.Result read(LogRecord.Stored record) throws IOException {
    try (StoredObject object = store.read(record.location());
        HeaderReading reading = new HeaderReading(record.head().transferSyntaxUid(), limits)) {
      long position = record.head().dataSetOffset();
      boolean done = false;
      while (!done) {
        int count = object.read(piece.clear(), position);
        if (count <= 0) {
          break;
        }
        position += count;
        done = reading.accept(piece.flip());
      }
      return reading.finish();
    }
  }
}
