package io.archway.dicom.data;

import io.archway.dicom.dict.Dictionary;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uid;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads and writes the DICOMDIR of a file-set (PS3.3 F, PS3.10 8): records of patients, their
 * studies, series and instances, linked by offsets. Stateless, any thread.
 */
public final class DicomDirectory {
  private static final int IN_USE = 0xFFFF;
  private static final int MAX_FILE_SET_ID = 16;

  private DicomDirectory() {}

  /**
   * The files that a DICOMDIR's data set refers to, in its order; inactive records are left out.
   */
  public static List<DirectoryFile> files(DataSet directory) {
    List<DirectoryFile> files = new ArrayList<>();
    for (DataSet each : directory.items(Tag.DIRECTORY_RECORD_SEQUENCE)) {
      Integer inUse = each.integer(Tag.RECORD_IN_USE_FLAG);
      List<String> fileId = each.strings(Tag.REFERENCED_FILE_ID);
      if (!fileId.isEmpty() && (inUse == null || inUse != 0)) {
        files.add(
            new DirectoryFile(
                each.string(Tag.DIRECTORY_RECORD_TYPE),
                fileId,
                each.string(Tag.REFERENCED_SOP_CLASS_UID_IN_FILE),
                each.string(Tag.REFERENCED_SOP_INSTANCE_UID_IN_FILE),
                each.string(Tag.REFERENCED_TRANSFER_SYNTAX_UID_IN_FILE)));
      }
    }
    return files;
  }

  /** As {@link #write(String, String, List)}, with a new SOP Instance UID. */
  public static byte[] write(String fileSetId, List<DirectoryEntry> entries) {
    return write(fileSetId, Uid.random(), entries);
  }

  /**
   * A whole DICOMDIR file, in explicit VR little endian; the same arguments give the same bytes.
   *
   * @param fileSetId up to 16 characters of A-Z, 0-9, _ and space; may be empty
   * @param sopInstanceUid of the directory itself
   */
  public static byte[] write(
      String fileSetId, String sopInstanceUid, List<DirectoryEntry> entries) {
    if (fileSetId.length() > MAX_FILE_SET_ID) {
      throw new IllegalArgumentException(
          "file-set id length: " + fileSetId.length() + " (expected: <= " + MAX_FILE_SET_ID + ")");
    }
    Node root = tree(entries);
    List<Node> nodes = new ArrayList<>();
    root.children.values().forEach(child -> child.collect(nodes));

    byte[] meta =
        Part10.metaBytes(
            FileMeta.of(
                Uids.MEDIA_STORAGE_DIRECTORY_STORAGE,
                sopInstanceUid,
                Uids.EXPLICIT_VR_LITTLE_ENDIAN));
    DataSet directory = directory(fileSetId);
    DataSetWriter writer = new DataSetWriter(TransferSyntax.EXPLICIT_VR_LITTLE_ENDIAN);
    // The empty sequence's header is the last thing before the first record.
    long offset = meta.length + writer.length(directory);
    for (Node node : nodes) {
      node.offset = offset;
      offset += 8 + writer.length(node.dataSet);
    }
    nodes.forEach(Node::link);
    directory.putInts(
        Tag.OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY,
        Vr.UL,
        root.firstChildOffset());
    directory.putInts(
        Tag.OFFSET_OF_THE_LAST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY,
        Vr.UL,
        root.lastChildOffset());
    root.linkChildren();
    directory.putItems(
        Tag.DIRECTORY_RECORD_SEQUENCE, nodes.stream().map(node -> node.dataSet).toList());
    return concatenate(meta, directory, writer);
  }

  private static DataSet directory(String fileSetId) {
    return new DataSet()
        .put(Tag.FILE_SET_ID, Vr.CS, fileSetId)
        .putInts(Tag.OFFSET_OF_THE_FIRST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY, Vr.UL, 0)
        .putInts(Tag.OFFSET_OF_THE_LAST_DIRECTORY_RECORD_OF_THE_ROOT_DIRECTORY_ENTITY, Vr.UL, 0)
        .putInts(Tag.FILE_SET_CONSISTENCY_FLAG, Vr.US, 0)
        .putItems(Tag.DIRECTORY_RECORD_SEQUENCE);
  }

  private static byte[] concatenate(byte[] meta, DataSet directory, DataSetWriter writer) {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(meta.length + (int) writer.length(directory));
    try {
      out.write(meta);
      writer.write(directory, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Node tree(List<DirectoryEntry> entries) {
    Node root = new Node(new DataSet());
    for (DirectoryEntry entry : entries) {
      DataSet header = entry.header();
      String patient =
          header.string(Tag.PATIENT_ID)
              + "\\"
              + header.string(Tag.ISSUER_OF_PATIENT_ID)
              + "\\"
              + header.string(Tag.PATIENT_NAME);
      Node leaf =
          root.child(patient, DirectoryRecordType.PATIENT, header)
              .child(header.string(Tag.STUDY_INSTANCE_UID), DirectoryRecordType.STUDY, header)
              .child(header.string(Tag.SERIES_INSTANCE_UID), DirectoryRecordType.SERIES, header)
              .child(
                  String.join("\\", entry.fileId()),
                  DirectoryRecordType.of(header.string(Tag.SOP_CLASS_UID)),
                  header);
      leaf.dataSet
          .put(Tag.REFERENCED_FILE_ID, Vr.CS, entry.fileId().toArray(String[]::new))
          .put(Tag.REFERENCED_SOP_CLASS_UID_IN_FILE, Vr.UI, text(header, Tag.SOP_CLASS_UID))
          .put(Tag.REFERENCED_SOP_INSTANCE_UID_IN_FILE, Vr.UI, text(header, Tag.SOP_INSTANCE_UID))
          .put(Tag.REFERENCED_TRANSFER_SYNTAX_UID_IN_FILE, Vr.UI, entry.transferSyntaxUid());
    }
    return root;
  }

  private static String text(DataSet header, int tag) {
    String value = header.string(tag);
    return value == null ? "" : value;
  }

  /** A record, the records below it, and where it is in the file. */
  private static final class Node {
    final DataSet dataSet;
    final Map<String, Node> children = new LinkedHashMap<>();
    long offset;

    Node(DataSet dataSet) {
      this.dataSet = dataSet;
    }

    Node child(String key, DirectoryRecordType type, DataSet header) {
      return children.computeIfAbsent(key, any -> new Node(record(type, header)));
    }

    void collect(List<Node> nodes) {
      nodes.add(this);
      children.values().forEach(child -> child.collect(nodes));
    }

    void link() {
      dataSet.putInts(
          Tag.OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY, Vr.UL, firstChildOffset());
      linkChildren();
    }

    void linkChildren() {
      Node previous = null;
      for (Node child : children.values()) {
        if (previous != null) {
          previous.dataSet.putInts(Tag.OFFSET_OF_THE_NEXT_DIRECTORY_RECORD, Vr.UL, child.offset);
        }
        previous = child;
      }
    }

    long firstChildOffset() {
      return children.isEmpty() ? 0 : children.values().iterator().next().offset;
    }

    long lastChildOffset() {
      return children.values().stream().mapToLong(child -> child.offset).reduce(0, (a, b) -> b);
    }

    private static DataSet record(DirectoryRecordType type, DataSet header) {
      DataSet record =
          new DataSet()
              .putInts(Tag.OFFSET_OF_THE_NEXT_DIRECTORY_RECORD, Vr.UL, 0)
              .putInts(Tag.RECORD_IN_USE_FLAG, Vr.US, IN_USE)
              .putInts(Tag.OFFSET_OF_REFERENCED_LOWER_LEVEL_DIRECTORY_ENTITY, Vr.UL, 0)
              .put(Tag.DIRECTORY_RECORD_TYPE, Vr.CS, type.term());
      // Text is taken as bytes, so it needs the character set that it was written in.
      copy(header, Tag.SPECIFIC_CHARACTER_SET, record);
      for (int key : type.keys()) {
        copy(header, key, record);
        if (!record.contains(key)) {
          putEmpty(record, key);
        }
      }
      for (int key : type.conditionalKeys()) {
        copy(header, key, record);
      }
      return record;
    }

    private static void copy(DataSet header, int tag, DataSet record) {
      Element element = header.element(tag);
      if (element instanceof Element.Sequence sequence) {
        record.putItems(tag, sequence.items().stream().map(DataSet::copy).toList());
      } else if (element instanceof Element.Text
          || element instanceof Element.Value value && value.vr() != Vr.UN) {
        record.put(element);
      }
    }

    private static void putEmpty(DataSet record, int tag) {
      Vr vr = Dictionary.vr(tag);
      if (vr == Vr.SQ) {
        record.putItems(tag);
      } else {
        record.put(tag, vr);
      }
    }
  }
}
