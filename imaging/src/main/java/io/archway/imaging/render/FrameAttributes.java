package io.archway.imaging.render;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.dict.Tag;
import java.util.List;

/**
 * The attributes that hold for one frame: those of its own functional groups, else of the shared
 * ones (PS3.3 C.7.6.16), else of the object.
 */
final class FrameAttributes {
  private final DataSet object;
  private final DataSet shared;
  private final DataSet own;

  /**
   * @param frame from 0
   */
  FrameAttributes(DataSet object, int frame) {
    this.object = object;
    this.shared = object.item(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE);
    List<DataSet> groups = object.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE);
    this.own = frame < groups.size() ? groups.get(frame) : null;
  }

  DataSet object() {
    return object;
  }

  /** Slope and intercept, or a table. */
  DataSet modality() {
    return group(Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE);
  }

  /** Windows, or a table. */
  DataSet voi() {
    return group(Tag.FRAME_VOI_LUT_SEQUENCE);
  }

  /** Height of a pixel divided by its width, 0.1 to 10; 1 where nothing is said, or nonsense. */
  double pixelAspect() {
    double[] sizes = group(Tag.PIXEL_MEASURES_SEQUENCE).decimals(Tag.PIXEL_SPACING);
    if (sizes.length < 2) {
      sizes = object.decimals(Tag.IMAGER_PIXEL_SPACING);
    }
    if (sizes.length < 2) {
      sizes = object.decimals(Tag.PIXEL_ASPECT_RATIO);
    }
    double aspect = sizes.length < 2 || sizes[1] <= 0 ? 1 : sizes[0] / sizes[1];
    return aspect >= 0.1 && aspect <= 10 ? aspect : 1;
  }

  private DataSet group(int sequence) {
    DataSet item = own == null ? null : own.item(sequence);
    if (item == null && shared != null) {
      item = shared.item(sequence);
    }
    return item == null ? object : item;
  }
}
