package io.archway.http.download;

import io.archway.index.study.Instance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The DICOM File IDs of a file-set (PS3.10 8.2): {@code IMAGES/SE000001/IM000001}, numbered in the
 * order of the instances. Nothing that was received is part of a name.
 */
final class FileIds {

  private final List<List<String>> ids = new ArrayList<>();

  FileIds(List<Instance> instances) {
    Map<Long, String> folders = new HashMap<>();
    Map<Long, Integer> counts = new HashMap<>();
    for (Instance each : instances) {
      String folder =
          folders.computeIfAbsent(each.seriesKey(), key -> "SE%06d".formatted(folders.size() + 1));
      int number = counts.merge(each.seriesKey(), 1, Integer::sum);
      ids.add(List.of("IMAGES", folder, "IM%06d".formatted(number)));
    }
  }

  List<String> of(int index) {
    return ids.get(index);
  }
}
