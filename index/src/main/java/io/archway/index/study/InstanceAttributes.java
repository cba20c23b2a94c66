package io.archway.index.study;

import java.util.List;

/**
 * What an object says of itself (PS3.3 C.12.1, C.7.6.1, C.7.6.3; query keys of PS3.4 C.6.1.1.5 and
 * the dental ones), null where absent or empty. {@code laterality} is of the image (0020,0062) or
 * of its frames (0020,9072); {@code teeth} are codes of ISO 3950 ("11" to "85").
 */
public record InstanceAttributes(
    String sopInstanceUid,
    String sopClassUid,
    String transferSyntaxUid,
    Integer instanceNumber,
    String contentDate,
    String contentTime,
    String acquisitionDateTime,
    String imageType,
    Integer numberOfFrames,
    Integer rows,
    Integer columns,
    Integer bitsAllocated,
    Integer samplesPerPixel,
    String photometricInterpretation,
    String lossyImageCompression,
    String laterality,
    String documentTitle,
    List<String> teeth,
    List<CodedValue> anatomicRegions,
    List<CodedValue> views) {
  public InstanceAttributes {
    teeth = teeth == null ? List.of() : List.copyOf(teeth);
    anatomicRegions = anatomicRegions == null ? List.of() : List.copyOf(anatomicRegions);
    views = views == null ? List.of() : List.copyOf(views);
  }
}
