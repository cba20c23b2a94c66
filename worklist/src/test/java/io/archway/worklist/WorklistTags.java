package io.archway.worklist;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.Element;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The return keys of Table K.6-1 that are answered, and answers as text. */
final class WorklistTags {
  static final int[] LEAVES = {
    0x00080050, 0x00080090, 0x00100010, 0x00100020, 0x00100021, 0x00100030, 0x00100040, 0x00101000,
    0x00101030, 0x00102000, 0x00102110, 0x001021C0, 0x0020000D, 0x00321032, 0x00321033, 0x00321060,
    0x00380010, 0x00380050, 0x00380300, 0x00380500, 0x00401001, 0x00401002, 0x00401003, 0x00401004,
    0x00401400, 0x00402016, 0x00402017, 0x00403001
  };
  static final int[] SEQUENCES = {0x00080051, 0x00081110, 0x00081120, 0x00321064, 0x00400100};

  private WorklistTags() {}

  /** A line for each attribute of the first level. */
  static String text(DataSet dataSet) {
    return StreamSupport.stream(dataSet.spliterator(), false)
        .map(element -> one(dataSet, element) + "\n")
        .collect(Collectors.joining());
  }

  private static String one(DataSet dataSet, Element element) {
    String value =
        element instanceof Element.Sequence sequence
            ? sequence.items().stream().map(WorklistTags::item).collect(Collectors.joining())
            : String.join("\\", dataSet.strings(element.tag()));
    return ("%08X ".formatted(element.tag()) + value).strip();
  }

  private static String item(DataSet item) {
    return StreamSupport.stream(item.spliterator(), false)
        .map(element -> one(item, element))
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
