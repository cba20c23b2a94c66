package io.archway.ingest.header;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Tooth;
import io.archway.index.study.CodedValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which part of the body a picture shows: region, teeth, side and view (PS3.3 10.5, C.8.11.7,
 * C.7.6.16.2.8). Vendors put the codes at top level, into the functional groups, beside each other
 * or into each other; every place is read.
 *
 * @param laterality of the image or its first frame, or null
 * @param teeth ISO 3950, in the order named, each once
 */
record Anatomy(
    String laterality, List<String> teeth, List<CodedValue> regions, List<CodedValue> views) {

  /** Most frames whose own anatomy is looked at; beyond, frames repeat each other. */
  private static final int MOST_FRAMES = 64;

  static Anatomy of(DataSet head) {
    Reading reading = new Reading();
    reading.lateralityOf(head, Tag.IMAGE_LATERALITY);
    reading.structures(head);
    reading.frameAnatomy(HeaderIndexer.first(head, Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE));
    HeaderIndexer.items(head, Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE).stream()
        .limit(MOST_FRAMES)
        .forEach(reading::frameAnatomy);
    HeaderIndexer.items(head, Tag.VIEW_CODE_SEQUENCE).forEach(reading::view);
    String position = HeaderIndexer.text(head, Tag.VIEW_POSITION);
    if (position != null) {
      reading.views.add(new CodedValue(position, null, null));
    }
    return reading.result();
  }

  private static final class Reading {
    private String laterality;
    private final Set<String> teeth = new LinkedHashSet<>();
    private final Set<CodedValue> regions = new LinkedHashSet<>();
    private final Set<CodedValue> views = new LinkedHashSet<>();

    void lateralityOf(DataSet from, int tag) {
      if (laterality == null) {
        laterality = HeaderIndexer.text(from, tag);
      }
    }

    void frameAnatomy(DataSet group) {
      if (group == null) {
        return;
      }
      structures(group);
      for (DataSet anatomy : HeaderIndexer.items(group, Tag.FRAME_ANATOMY_SEQUENCE)) {
        lateralityOf(anatomy, Tag.FRAME_LATERALITY);
        structures(anatomy);
      }
    }

    /**
     * Both sequences beside each other, and the structures also inside a region, where vendors put
     * them.
     */
    void structures(DataSet from) {
      for (DataSet region : HeaderIndexer.items(from, Tag.ANATOMIC_REGION_SEQUENCE)) {
        concept(region);
        HeaderIndexer.items(region, Tag.PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE).forEach(this::concept);
      }
      HeaderIndexer.items(from, Tag.PRIMARY_ANATOMIC_STRUCTURE_SEQUENCE).forEach(this::concept);
    }

    private void concept(DataSet item) {
      CodedValue code = code(item);
      if (code == null) {
        return;
      }
      Tooth tooth = Tooth.ofCode(code.value(), code.scheme());
      if (tooth != null) {
        teeth.add(tooth.iso3950());
      } else {
        regions.add(code);
      }
    }

    void view(DataSet item) {
      CodedValue code = code(item);
      if (code != null) {
        views.add(code);
      }
    }

    private static CodedValue code(DataSet item) {
      String value = HeaderIndexer.text(item, Tag.CODE_VALUE);
      if (value == null) {
        value = HeaderIndexer.text(item, Tag.LONG_CODE_VALUE);
      }
      return value == null
          ? null
          : new CodedValue(
              value,
              HeaderIndexer.text(item, Tag.CODING_SCHEME_DESIGNATOR),
              HeaderIndexer.text(item, Tag.CODE_MEANING));
    }

    Anatomy result() {
      return new Anatomy(
          laterality, List.copyOf(teeth), new ArrayList<>(regions), new ArrayList<>(views));
    }
  }
}
