package io.archway.worklist;

import io.archway.dicom.charset.SpecificCharacterSet;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSets;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.Element;
import io.archway.dicom.data.ParseLimits;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dimse.DimseException;
import io.archway.dicom.dimse.DimseResponse;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.index.query.AttributePath;
import io.archway.index.query.MatchingKey;
import io.archway.index.worklist.ModalityWorklist;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The identifier of a worklist query (PS3.4 K.4.1.1.3), understood: matching keys, return keys and
 * whether some of either are not known.
 */
final class WorklistIdentifier {
  private static final AttributePath STATION =
      AttributePath.of(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE, Tag.SCHEDULED_STATION_AE_TITLE);
  private static final ParseLimits LIMITS =
      ParseLimits.DEFAULT
          .withMaxDepth(8)
          .withMaxElements(2_000)
          .withMaxValueBytes(WorklistSettings.MAX_IDENTIFIER_BYTES)
          .withMaxHeldBytes(4L * WorklistSettings.MAX_IDENTIFIER_BYTES)
          .withMaxInflated(WorklistSettings.MAX_IDENTIFIER_BYTES, 250);
  private static final int GROUP_LENGTH = 0x0000FFFF;

  private final List<MatchingKey> keys = new ArrayList<>();
  private final Requested requested = new Requested();
  private final SpecificCharacterSet characterSet;
  private boolean unknownKeys;

  private WorklistIdentifier(SpecificCharacterSet characterSet) {
    this.characterSet = characterSet;
  }

  /**
   * @throws DimseException with A900 where it cannot be an identifier of this SOP class, C000 where
   *     it is no data set
   */
  static WorklistIdentifier parse(byte[] bytes, TransferSyntax syntax) throws DimseException {
    DataSet dataSet;
    try {
      dataSet = DataSets.read(ByteBuffer.wrap(bytes), syntax, LIMITS);
    } catch (DicomParseException e) {
      throw new DimseException(DimseStatus.CANNOT_UNDERSTAND, e.getMessage());
    }
    WorklistIdentifier identifier = new WorklistIdentifier(dataSet.characterSet());
    identifier.read(dataSet, List.of(), WorklistAttributes.ANSWER, identifier.requested);
    identifier.unknownKeys |= !ModalityWorklist.MODEL.unsupported(identifier.keys).isEmpty();
    identifier.requireStation();
    return identifier;
  }

  /** (0040,0001) is in every answer, and alone of its sequence where that was not asked for. */
  private void requireStation() {
    boolean askedForSteps = requested.byTag().containsKey(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    Requested ofSteps = requested.add(Tag.SCHEDULED_PROCEDURE_STEP_SEQUENCE);
    if (!askedForSteps || !ofSteps.isEmpty()) {
      ofSteps.add(Tag.SCHEDULED_STATION_AE_TITLE);
    }
  }

  private void read(DataSet from, List<Integer> path, Attributes<?> known, Requested asked)
      throws DimseException {
    for (Element element : from) {
      int tag = element.tag();
      if (tag == Tag.SPECIFIC_CHARACTER_SET || (tag & GROUP_LENGTH) == 0) {
        continue;
      }
      if (!known.contains(tag)) {
        unknownKeys = true;
        continue;
      }
      try {
        read(from, tag, path, known, asked.add(tag));
      } catch (DicomParseException e) {
        throw wrong(tag, Tag.toString(tag) + ": " + e.getMessage());
      }
    }
  }

  private void read(DataSet from, int tag, List<Integer> path, Attributes<?> known, Requested asked)
      throws DimseException {
    if (known.ofItems(tag) == null) {
      List<String> values = values(from, tag);
      if (!values.isEmpty()) {
        keys.add(new MatchingKey(new AttributePath(with(path, tag)), values));
      }
      return;
    }
    List<DataSet> items = from.items(tag);
    if (items.size() > 1) {
      throw wrong(tag, Tag.toString(tag) + ": " + items.size() + " items (expected: <= 1)");
    }
    if (!items.isEmpty()) {
      read(items.get(0), with(path, tag), known.ofItems(tag), asked);
    }
  }

  private static List<Integer> with(List<Integer> path, int tag) {
    List<Integer> longer = new ArrayList<>(path);
    longer.add(tag);
    return longer;
  }

  /** A "*" alone, or one among several values, matches everything, of whatever VR. */
  private static List<String> values(DataSet from, int tag) {
    List<String> values = from.strings(tag);
    return values.stream().anyMatch(WorklistIdentifier::isAny) ? List.of() : values;
  }

  private static boolean isAny(String value) {
    String key = value.strip();
    return !key.isEmpty() && key.chars().allMatch(c -> c == '*');
  }

  private static DimseException wrong(int tag, String comment) {
    return new DimseException(
        DimseResponse.of(DimseStatus.DATA_SET_DOES_NOT_MATCH_SOP_CLASS)
            .withErrorComment(comment)
            .withOffendingElements(List.of(tag)));
  }

  List<MatchingKey> keys() {
    return keys;
  }

  Requested requested() {
    return requested;
  }

  /** What the query is written in; the default repertoire where nothing is said. */
  SpecificCharacterSet characterSet() {
    return characterSet;
  }

  /** FF00, or FF01 where a key was neither matched nor returned (K.4.1.1.4). */
  DimseStatus pendingStatus() {
    return unknownKeys ? DimseStatus.PENDING_WITH_UNSUPPORTED_OPTIONAL_KEYS : DimseStatus.PENDING;
  }

  /** The one station AE title that was asked for, else {@code other}. */
  String stationOr(String other) {
    return keys.stream()
        .filter(key -> key.path().equals(STATION) && key.values().size() == 1)
        .map(key -> key.values().get(0))
        .filter(value -> value.indexOf('*') < 0 && value.indexOf('?') < 0)
        .findFirst()
        .orElse(other);
  }
}
