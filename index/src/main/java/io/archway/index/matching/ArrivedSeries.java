package io.archway.index.matching;

import java.util.List;

/** A series of a study that arrived; the modality is null where it says none. */
record ArrivedSeries(long seriesKey, String modality, List<RequestNamed> requests) {
  ArrivedSeries {
    requests = List.copyOf(requests);
  }
}
