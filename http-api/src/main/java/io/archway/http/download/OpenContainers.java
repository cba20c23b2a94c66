package io.archway.http.download;

import io.archway.http.kernel.ContentPart;
import io.archway.index.store.ObjectLocation;
import io.archway.index.store.ObjectStore;
import io.archway.index.store.StoreException;
import io.archway.index.store.StoredObject;
import io.archway.index.study.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The files of the store that an archive is sent from. One that several objects share, a segment,
 * is opened once and held, so that compaction takes nothing away; an object's own file is opened
 * when its turn comes, so that not all of them are open at once.
 */
final class OpenContainers {

  private final ObjectStore store;
  private final Map<String, Long> objects;
  private final Map<String, StoredObject> held = new HashMap<>();

  OpenContainers(ObjectStore store, List<Instance> instances) {
    this.store = store;
    this.objects =
        instances.stream()
            .collect(Collectors.groupingBy(Instance::container, Collectors.counting()));
  }

  /** The pieces of an object, in order. */
  List<ContentPart> parts(ObjectLocation location, CorrectedCopy copy) throws StoreException {
    List<ContentPart> parts = new ArrayList<>();
    for (CorrectedCopy.Piece piece : copy.pieces()) {
      if (piece instanceof CorrectedCopy.Piece.Stored stored) {
        parts.add(
            part(
                new ObjectLocation(
                    location.container(), location.offset() + stored.offset(), stored.length())));
      } else if (piece instanceof CorrectedCopy.Piece.Own own) {
        parts.add(new ContentPart.Bytes(own.bytes()));
      }
    }
    return parts;
  }

  private ContentPart part(ObjectLocation location) throws StoreException {
    if (objects.get(location.container()) > 1) {
      return new ContentPart.ChannelRange(
          held(location).channel().orElseThrow(), location.offset(), location.length());
    }
    StoredObject object = store.read(location);
    StoredFile.close(object);
    return new ContentPart.FileRange(
        object.path().orElseThrow(), location.offset(), location.length());
  }

  private StoredObject held(ObjectLocation location) throws StoreException {
    StoredObject object = held.get(location.container());
    if (object == null) {
      object = store.read(location);
      held.put(location.container(), object);
    }
    return object;
  }

  void close() {
    held.values().forEach(StoredFile::close);
  }
}
