package io.archway.testdata;

import io.archway.dicom.data.DataSet;

/** A coded entry (PS3.3 8.8). */
record Code(String value, String scheme, String meaning) {
  static Code sct(String value, String meaning) {
    return new Code(value, "SCT", meaning);
  }

  DataSet item(Attributes... more) {
    Attributes item =
        new Attributes()
            .text("CodeValue", value)
            .text("CodingSchemeDesignator", scheme)
            .text("CodeMeaning", meaning);
    for (Attributes each : more) {
      item.all(each);
    }
    return item.dataSet();
  }
}
