package io.archway.http.download;

import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DicomDirectory;
import io.archway.dicom.data.DirectoryEntry;
import io.archway.dicom.data.DocumentKeys;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Uid;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dict.Vr;
import io.archway.index.patient.Patient;
import io.archway.index.store.ObjectStore;
import io.archway.index.study.Instance;
import io.archway.index.study.Series;
import io.archway.index.study.Study;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A study in a DICOMDIR, of what the index knows: corrected names included, as in the files beside
 * it. Only of documents, whose records say more, and of files as received that say otherwise, the
 * files are read. Worker threads.
 */
public final class StudyDirectory {

  /** Of the file-sets that this program writes (PS3.10 8.1.2). */
  public static final String FILE_SET_ID = "ARCHWAY";

  private static final String UTF_8 = "ISO_IR 192";
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd");
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");
  private static final DateTimeFormatter FRACTION = DateTimeFormatter.ofPattern("HHmmss.SSSSSS");

  /** MIME Type of Encapsulated Document, by SOP class. */
  private static final Map<String, String> DOCUMENT_TYPES =
      Map.of(
          Uids.ENCAPSULATED_PDF_STORAGE, "application/pdf",
          Uids.ENCAPSULATED_STL_STORAGE, "model/stl",
          Uids.ENCAPSULATED_OBJ_STORAGE, "model/obj");

  private StudyDirectory() {}

  /**
   * The whole DICOMDIR of one study; its UID follows from the study's: equal studies, equal bytes.
   */
  static byte[] of(StudyDownload.Contents contents, FileIds ids, ObjectStore store)
      throws IOException {
    return DicomDirectory.write(
        FILE_SET_ID, uidFor(contents.study()), entries(contents, ids::of, store));
  }

  /**
   * The instances of a study as entries of a DICOMDIR.
   *
   * @param fileIds the file ID of an instance by its place
   * @param store where documents are read
   */
  public static List<DirectoryEntry> entries(
      StudyDownload.Contents contents, IntFunction<List<String>> fileIds, ObjectStore store)
      throws IOException {
    Map<Long, Series> series =
        contents.series().stream()
            .collect(Collectors.toMap(Series::seriesKey, Function.identity()));
    DataSet common = new DataSet();
    common.put(Tag.SPECIFIC_CHARACTER_SET, Vr.CS, UTF_8);
    putPatient(common, contents.patient());
    putStudy(common, contents.study());
    List<DirectoryEntry> entries = new ArrayList<>();
    for (int i = 0; i < contents.instances().size(); i++) {
      Instance each = contents.instances().get(i);
      DataSet header = new DataSet();
      common.forEach(header::put);
      if (contents.asReceived() && each.mayDiffer()) {
        StoredDataSet.patient(store, each).forEach(header::put);
      }
      if (DocumentKeys.areNeeded(each.sopClassUid())) {
        DocumentKeys.of(each.sopClassUid(), StoredDataSet.read(store, each)).forEach(header::put);
      }
      putSeries(header, series.get(each.seriesKey()), each);
      putInstance(header, each);
      entries.add(new DirectoryEntry(header, fileIds.apply(i), each.transferSyntaxUid()));
    }
    return entries;
  }

  private static String uidFor(Study study) {
    byte[] name =
        ("DICOMDIR " + study.studyInstanceUid() + " " + study.studyKey())
            .getBytes(StandardCharsets.UTF_8);
    return Uid.of(UUID.nameUUIDFromBytes(name));
  }

  /** The issuer is no part of a record; it keeps apart those that only we know to be two. */
  private static void putPatient(DataSet header, Patient patient) {
    put(header, Tag.ISSUER_OF_PATIENT_ID, Vr.LO, Long.toString(patient.patientKey()));
    put(header, Tag.PATIENT_NAME, Vr.PN, patient.name());
    put(header, Tag.PATIENT_ID, Vr.LO, patient.patientId());
    put(header, Tag.PATIENT_BIRTH_DATE, Vr.DA, date(patient.birthDate()));
    put(header, Tag.PATIENT_SEX, Vr.CS, patient.sex());
  }

  private static void putStudy(DataSet header, Study study) {
    put(header, Tag.STUDY_DATE, Vr.DA, date(study.studyDate()));
    put(header, Tag.STUDY_TIME, Vr.TM, time(study.studyTime()));
    put(header, Tag.ACCESSION_NUMBER, Vr.SH, study.accessionNumber());
    put(header, Tag.STUDY_DESCRIPTION, Vr.LO, study.description());
    put(header, Tag.STUDY_INSTANCE_UID, Vr.UI, study.studyInstanceUid());
    put(header, Tag.STUDY_ID, Vr.SH, study.studyId());
  }

  private static void putSeries(DataSet header, Series series, Instance instance) {
    put(header, Tag.SERIES_INSTANCE_UID, Vr.UI, instance.seriesInstanceUid());
    put(header, Tag.MODALITY, Vr.CS, instance.modality());
    if (series != null) {
      put(header, Tag.SERIES_DESCRIPTION, Vr.LO, series.description());
      put(header, Tag.SERIES_NUMBER, Vr.IS, text(series.seriesNumber()));
    }
  }

  private static void putInstance(DataSet header, Instance instance) {
    put(header, Tag.SOP_CLASS_UID, Vr.UI, instance.sopClassUid());
    put(header, Tag.SOP_INSTANCE_UID, Vr.UI, instance.sopInstanceUid());
    put(header, Tag.INSTANCE_NUMBER, Vr.IS, text(instance.instanceNumber()));
    put(header, Tag.CONTENT_DATE, Vr.DA, date(instance.contentDate()));
    put(header, Tag.CONTENT_TIME, Vr.TM, time(instance.contentTime()));
    put(header, Tag.DOCUMENT_TITLE, Vr.ST, instance.documentTitle());
    put(
        header,
        Tag.MIME_TYPE_OF_ENCAPSULATED_DOCUMENT,
        Vr.LO,
        DOCUMENT_TYPES.get(instance.sopClassUid()));
  }

  private static void put(DataSet header, int tag, Vr vr, String value) {
    if (value != null) {
      header.put(tag, vr, value);
    }
  }

  private static String text(Integer number) {
    return number == null ? null : number.toString();
  }

  private static String date(LocalDate date) {
    return date == null ? null : DATE.format(date);
  }

  private static String time(LocalTime time) {
    return time == null ? null : (time.getNano() == 0 ? TIME : FRACTION).format(time);
  }
}
