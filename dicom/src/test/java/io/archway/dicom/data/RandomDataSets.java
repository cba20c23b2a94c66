package io.archway.dicom.data;

import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.DictionaryEntry;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded data sets of every VR, nested, private and long enough to cross buffers. */
final class RandomDataSets {
  private static final List<DictionaryEntry> ENTRIES =
      Dictionary.entries().stream()
          .filter(entry -> entry.vrs().size() == 1 && entry.tag() >>> 16 > 8)
          .filter(entry -> !Tag.isGroupLength(entry.tag()))
          .filter(entry -> entry.tag() != Tag.PIXEL_DATA_PROVIDER_URL)
          .filter(entry -> Dictionary.vr(entry.tag()) == entry.vrs().get(0))
          .toList();

  private final Random random;

  RandomDataSets(long seed) {
    this.random = new Random(seed);
  }

  DataSet next() {
    DataSet dataSet = level(3);
    dataSet.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, "ISO_IR 100");
    dataSet.put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3." + random.nextInt(1 << 20));
    int creator = dataSet.reservePrivateTag("ARCHWAY TEST", 0x0099, 1);
    dataSet.putBytes(creator, Vr.UN, bytes(random.nextInt(50) * 2));
    return dataSet;
  }

  DataSet level(int depth) {
    DataSet dataSet = new DataSet();
    int count = random.nextInt(12);
    for (int i = 0; i < count; i++) {
      DictionaryEntry entry = ENTRIES.get(random.nextInt(ENTRIES.size()));
      put(dataSet, entry.tag(), entry.vrs().get(0), depth);
    }
    if (depth == 3) {
      for (Vr vr : Vr.values()) {
        DictionaryEntry entry =
            ENTRIES.stream().filter(each -> each.vrs().get(0) == vr).findFirst().orElse(null);
        if (entry != null) {
          put(dataSet, entry.tag(), vr, depth);
        }
      }
    }
    return dataSet;
  }

  private void put(DataSet dataSet, int tag, Vr vr, int depth) {
    if (vr == Vr.SQ) {
      List<DataSet> items = new ArrayList<>();
      for (int i = depth == 0 ? 0 : random.nextInt(4); i > 0; i--) {
        items.add(level(depth - 1));
      }
      dataSet.putItems(tag, items);
    } else if (vr == Vr.UI) {
      dataSet.put(tag, vr, "1.2.840." + random.nextInt(1 << 16));
    } else if (vr.isText()) {
      dataSet.put(tag, vr, "text " + Integer.toString(random.nextInt(1 << 20), 36));
    } else {
      int units = random.nextInt(10) == 0 ? 1200 : random.nextInt(5);
      dataSet.putBytes(tag, vr, bytes(units * Math.max(2, vr.unitBytes()) * (vr == Vr.AT ? 2 : 1)));
    }
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
