package io.archway.ingest.catalog;

import io.archway.index.store.ObjectLocation;
import io.archway.index.store.Sender;
import io.archway.index.study.ArrivedObject;
import io.archway.index.study.CodedValue;
import io.archway.index.study.IndexedArrival;
import io.archway.index.study.InstanceAttributes;
import io.archway.index.study.InstanceHeader;
import io.archway.index.study.PatientAttributes;
import io.archway.index.study.RequestAttributes;
import io.archway.index.study.SeriesAttributes;
import io.archway.index.study.StudyAttributes;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Arrivals for tests: a panoramic image of Ann Müller, changed one property at a time. */
final class Arrivals {
  static final Instant RECEIVED = Instant.parse("2026-10-25T00:30:00.000001Z");
  private static final AtomicLong RECORDS = new AtomicLong();

  private String callingAeTitle = "SCANNER";
  private String calledAeTitle = "ARCHWAY";
  private String address = "192.0.2.7";
  private Long organizationKey;
  private String patientId = "1";
  private String issuer;
  private String name = "Müller^Ann";
  private String birthDate = "19800102";
  private String sex = "F";
  private String study = "1.2.3";
  private String series = "1.2.3.1";
  private String sop = "1.2.3.1.1";
  private String modality = "PX";
  private String sha256 = "a1";
  private String canonicalSha256;
  private String transferSyntax = "1.2.840.10008.1.2.1";
  private long recordNumber = RECORDS.incrementAndGet();
  private long offset = recordNumber * 1_000;
  private List<String> teeth = List.of();
  private String studyDate = "20261025";

  static Arrivals image() {
    return new Arrivals();
  }

  /** An image with UIDs of its own in study and series of these numbers. */
  static Arrivals image(int study, int series, int instance) {
    String root = "1.2." + study;
    return image()
        .study(root)
        .series(root + "." + series)
        .sop(root + "." + series + "." + instance);
  }

  Arrivals sender(String aeTitle, String peer) {
    callingAeTitle = aeTitle;
    address = peer;
    return this;
  }

  Arrivals called(String aeTitle) {
    calledAeTitle = aeTitle;
    return this;
  }

  Arrivals organization(long key) {
    organizationKey = key;
    return this;
  }

  Arrivals patient(String id, String patientName, String born) {
    patientId = id;
    name = patientName;
    birthDate = born;
    return this;
  }

  Arrivals issuer(String value) {
    issuer = value;
    return this;
  }

  Arrivals sex(String value) {
    sex = value;
    return this;
  }

  Arrivals study(String uid) {
    study = uid;
    return this;
  }

  Arrivals series(String uid) {
    series = uid;
    return this;
  }

  Arrivals sop(String uid) {
    sop = uid;
    return this;
  }

  Arrivals modality(String value) {
    modality = value;
    return this;
  }

  Arrivals studyDate(String value) {
    studyDate = value;
    return this;
  }

  Arrivals digest(String sha) {
    sha256 = sha;
    return this;
  }

  Arrivals canonical(String sha) {
    canonicalSha256 = sha;
    return this;
  }

  Arrivals transferSyntax(String uid) {
    transferSyntax = uid;
    return this;
  }

  Arrivals teeth(String... codes) {
    teeth = List.of(codes);
    return this;
  }

  Arrivals at(long place) {
    offset = place;
    return this;
  }

  Arrivals record(long number) {
    recordNumber = number;
    return this;
  }

  IndexedArrival broken(String problem) {
    return arrival(null, problem);
  }

  IndexedArrival build() {
    return arrival(header(), null);
  }

  private IndexedArrival arrival(InstanceHeader header, String problem) {
    return new IndexedArrival(
        organizationKey,
        new Sender("dimse", callingAeTitle, calledAeTitle, address),
        null,
        RECEIVED.plusMillis(recordNumber),
        new ArrivedObject(
            recordNumber,
            new ObjectLocation("segment-1", offset, 500),
            300,
            sha256,
            canonicalSha256,
            -5),
        "1.2.840.10008.5.1.4.1.1.1.1",
        sop,
        transferSyntax,
        header,
        problem);
  }

  private InstanceHeader header() {
    return new InstanceHeader(
        new PatientAttributes(patientId, issuer, name, birthDate, null, sex, null),
        new StudyAttributes(
            study,
            studyDate,
            "101112.5",
            "ACC1",
            null,
            "S1",
            "Panorama",
            "Doc^Tor",
            null,
            "046Y",
            "Clinic"),
        new SeriesAttributes(
            series,
            modality,
            1,
            "Pan",
            studyDate,
            "1011",
            null,
            "R",
            null,
            null,
            null,
            studyDate,
            "10",
            null,
            "PAN1",
            "Maker",
            "Model",
            "123",
            "1.0",
            null,
            List.of(new RequestAttributes(study, "ACC1", "RP1", "SPS1"))),
        new InstanceAttributes(
            sop,
            "1.2.840.10008.5.1.4.1.1.1.1",
            transferSyntax,
            1,
            studyDate,
            "101112",
            null,
            "ORIGINAL\\PRIMARY",
            null,
            1000,
            2000,
            16,
            1,
            "MONOCHROME2",
            "00",
            "L",
            null,
            teeth,
            List.of(new CodedValue("39092007", "SCT", "Mandible")),
            List.of()));
  }
}
