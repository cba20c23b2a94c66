package io.archway.index.worklist;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Objects;

/** Another version of an item in the making; what is not set stays. One thread. */
public final class ItemEdit {
  private final WorklistItem from;
  private long officeKey;
  private long patientKey;
  private Long dentistKey;
  private Long radiologistKey;
  private Long mediumKey;
  private StudyType studyType;
  private ItemStatus status;
  private ScanStatus scanStatus;
  private RequestedProcedure procedure;
  private ServiceRequest request;
  private Visit visit;
  private Source source;
  private LocalDate startDate;
  private LocalTime startTime;
  private Progress progress;

  ItemEdit(WorklistItem from) {
    this.from = from;
    this.officeKey = from.officeKey();
    this.patientKey = from.patientKey();
    this.dentistKey = from.dentistKey();
    this.radiologistKey = from.radiologistKey();
    this.mediumKey = from.mediumKey();
    this.studyType = from.studyType();
    this.status = from.status();
    this.scanStatus = from.scanStatus();
    this.procedure = from.procedure();
    this.request = from.request();
    this.visit = from.visit();
    this.source = from.source();
    this.startDate = from.startDate();
    this.startTime = from.startTime();
    this.progress = from.progress();
  }

  public ItemEdit office(long key) {
    officeKey = key;
    return this;
  }

  public ItemEdit patient(long key) {
    patientKey = key;
    return this;
  }

  public ItemEdit dentist(Long key) {
    dentistKey = key;
    return this;
  }

  public ItemEdit radiologist(Long key) {
    radiologistKey = key;
    return this;
  }

  public ItemEdit medium(Long key) {
    mediumKey = key;
    return this;
  }

  public ItemEdit studyType(StudyType type) {
    studyType = type;
    return this;
  }

  /** {@link Progress#completedAt} follows. */
  public ItemEdit status(ItemStatus value, Instant now) {
    if (value != status) {
      progress = progress.withCompletedAt(value == ItemStatus.COMPLETE ? now : null);
    }
    status = value;
    return this;
  }

  public ItemEdit scanStatus(ScanStatus value) {
    scanStatus = value;
    return this;
  }

  public ItemEdit procedure(RequestedProcedure value) {
    procedure = value;
    return this;
  }

  public ItemEdit request(ServiceRequest value) {
    request = value;
    return this;
  }

  public ItemEdit visit(Visit value) {
    visit = value;
    return this;
  }

  /** Link, path and meta; origin and its id stay as they are. */
  public ItemEdit source(String link, String path, String meta) {
    source = new Source(source.origin(), source.originId(), link, path, meta);
    return this;
  }

  public ItemEdit progress(Progress value) {
    progress = value;
    return this;
  }

  ItemEdit start(LocalDate date, LocalTime time) {
    startDate = Objects.requireNonNull(date, "date");
    startTime = Objects.requireNonNull(time, "time");
    return this;
  }

  public WorklistItem build() {
    return new WorklistItem(
        from.worklistItemKey(),
        from.organizationKey(),
        officeKey,
        patientKey,
        dentistKey,
        radiologistKey,
        mediumKey,
        studyType,
        status,
        scanStatus,
        procedure,
        request,
        visit,
        source,
        startDate,
        startTime,
        progress,
        from.createdAt(),
        from.updatedAt());
  }
}
