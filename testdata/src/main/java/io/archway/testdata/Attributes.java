package io.archway.testdata;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.Element;
import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.DictionaryEntry;
import io.archway.dicom.dict.Vr;

/** Builds a data set by keywords of PS3.6, each in the VR that the dictionary gives it. */
final class Attributes {
  private final DataSet dataSet;

  Attributes() {
    this(new DataSet());
  }

  Attributes(DataSet dataSet) {
    this.dataSet = dataSet;
  }

  DataSet dataSet() {
    return dataSet;
  }

  Attributes text(String keyword, String... values) {
    DictionaryEntry entry = entry(keyword);
    dataSet.put(entry.tag(), entry.vrs().get(0), values);
    return this;
  }

  /** Type 2 attributes that nothing is known about. */
  Attributes empty(String... keywords) {
    for (String keyword : keywords) {
      DictionaryEntry entry = entry(keyword);
      if (entry.vrs().get(0) == Vr.SQ) {
        dataSet.putItems(entry.tag());
      } else {
        dataSet.putBytes(entry.tag(), entry.vrs().get(0), new byte[0]);
      }
    }
    return this;
  }

  Attributes number(String keyword, long... values) {
    DictionaryEntry entry = entry(keyword);
    dataSet.putInts(entry.tag(), entry.vrs().get(0), values);
    return this;
  }

  Attributes decimal(String keyword, double... values) {
    DictionaryEntry entry = entry(keyword);
    dataSet.putDecimals(entry.tag(), entry.vrs().get(0), values);
    return this;
  }

  Attributes tags(String keyword, String... keywords) {
    long[] tags = new long[keywords.length];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = entry(keywords[i]).tag();
    }
    dataSet.putInts(entry(keyword).tag(), Vr.AT, tags);
    return this;
  }

  Attributes bytes(String keyword, byte[] bytes) {
    DictionaryEntry entry = entry(keyword);
    dataSet.putBytes(entry.tag(), entry.impliedVr(), bytes);
    return this;
  }

  Attributes items(String keyword, DataSet... items) {
    dataSet.putItems(entry(keyword).tag(), items);
    return this;
  }

  Attributes codes(String keyword, Code... codes) {
    DataSet[] items = new DataSet[codes.length];
    for (int i = 0; i < items.length; i++) {
      items[i] = codes[i].item();
    }
    return items(keyword, items);
  }

  Attributes all(Attributes others) {
    for (Element element : others.dataSet) {
      dataSet.put(element);
    }
    return this;
  }

  static int tag(String keyword) {
    return entry(keyword).tag();
  }

  private static DictionaryEntry entry(String keyword) {
    DictionaryEntry entry = Dictionary.entry(keyword);
    if (entry == null) {
      throw new IllegalArgumentException("keyword: " + keyword + " (expected: one of PS3.6)");
    }
    return entry;
  }
}
