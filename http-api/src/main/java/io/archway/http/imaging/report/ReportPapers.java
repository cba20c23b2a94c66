package io.archway.http.imaging.report;

import io.archway.http.pdf.Paper;
import io.archway.index.account.Account;
import io.archway.index.account.AccountDao;
import io.archway.index.form.Form;
import io.archway.index.form.FormDao;
import io.archway.index.form.FormField;
import io.archway.index.form.ReportSection;
import io.archway.index.organization.Office;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.Patient;
import io.archway.index.report.Report;
import io.archway.index.report.ReportAddendum;
import io.archway.index.report.ReportLists;
import io.archway.index.report.ReportStatus;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistRows;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** What a report says on paper, as the rows are now. Used in one transaction. */
final class ReportPapers {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx");
  private static final String LANGUAGE = "en";

  private final Handle handle;
  private final Report report;
  private final Map<ReportSection, String> texts;

  ReportPapers(Handle handle, Report report, Map<ReportSection, String> texts) {
    this.handle = handle;
    this.report = report;
    this.texts = texts;
  }

  /**
   * @param now the date of the document
   */
  Paper paper(Instant now) throws SQLException {
    Form form =
        handle
            .attach(FormDao.class)
            .find(report.organizationKey(), report.subject().formKey())
            .orElseThrow();
    List<FormField> fields = handle.attach(FormDao.class).fields(form.formKey());
    List<ReportAddendum> addenda = ReportLists.addenda(handle.getConnection(), report.reportKey());
    return new Paper(
        form.name(),
        mark(),
        letterhead(),
        facts(),
        Stream.concat(sections(fields), Stream.concat(signature(), added(addenda))).toList(),
        footer(),
        report.isSigned() ? name(report.signedByKey()) : "",
        now.toEpochMilli(),
        LANGUAGE);
  }

  private String mark() {
    return switch (report.status()) {
      case DRAFT -> "DRAFT, NOT SIGNED";
      case PRELIMINARY -> "PRELIMINARY, NOT SIGNED";
      case FINAL -> null;
    };
  }

  private List<String> letterhead() {
    Office office =
        handle
            .attach(OrganizationDao.class)
            .findOffice(report.organizationKey(), report.subject().officeKey())
            .orElse(null);
    if (office == null) {
      return List.of();
    }
    String town =
        Stream.of(office.city(), office.state(), office.zipcode())
            .filter(Objects::nonNull)
            .collect(Collectors.joining(" "));
    return Stream.of(
            office.name(),
            office.addressLine1(),
            office.addressLine2(),
            town,
            office.primaryContactEmail())
        .filter(line -> line != null && !line.isBlank())
        .toList();
  }

  private List<Paper.Fact> facts() throws SQLException {
    List<Paper.Fact> facts = new ArrayList<>();
    Patient patient = ReportReading.patient(handle, report);
    if (patient == null) {
      add(facts, "Patient", typedName());
      add(facts, "Date of birth", text(report.subject().patientBirthDate()));
    } else {
      add(facts, "Patient", readable(patient.name()));
      add(facts, "Patient ID", patient.patientId());
      String birthDate = text(patient.birthDate());
      add(facts, "Date of birth", birthDate == null ? patient.birthDateRaw() : birthDate);
      add(facts, "Sex", patient.sex());
    }
    if (report.subject().worklistItemKey() != null) {
      addOrder(facts, report.subject().worklistItemKey());
    }
    add(facts, "Report", report.reportKey() + ", version " + report.version());
    return facts;
  }

  private void addOrder(List<Paper.Fact> facts, long itemKey) throws SQLException {
    WorklistItem item =
        WorklistRows.findEvenDeleted(handle.getConnection(), report.organizationKey(), itemKey)
            .orElseThrow();
    add(facts, "Study", item.procedure().description());
    add(facts, "Accession number", item.request().accessionNumber());
    add(facts, "Date of order", text(item.startDate()));
    add(facts, "Referring physician", readable(item.request().referringPhysicianName()));
  }

  private static void add(List<Paper.Fact> facts, String label, String value) {
    if (value != null && !value.isBlank()) {
      facts.add(new Paper.Fact(label, value));
    }
  }

  private String typedName() {
    return Stream.of(report.subject().patientLastName(), report.subject().patientFirstName())
        .filter(Objects::nonNull)
        .collect(Collectors.joining(", "));
  }

  /** A Person Name (PS3.5 6.2.1.1) as people write it, a line for each of its groups. */
  static String readable(String personName) {
    if (personName == null) {
      return null;
    }
    return Stream.of(personName.split("=", 3))
        .map(ReportPapers::readableGroup)
        .filter(group -> !group.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  private static String readableGroup(String group) {
    String[] parts = group.split("\\^", 5);
    String family = parts[0].strip();
    StringBuilder given = new StringBuilder();
    for (int index : new int[] {3, 1, 2, 4}) {
      if (index < parts.length && !parts[index].isBlank()) {
        given.append(given.isEmpty() ? "" : " ").append(parts[index].strip().replace('^', ' '));
      }
    }
    return family.isEmpty() || given.isEmpty() ? family + given : family + ", " + given;
  }

  private Stream<Paper.Part> sections(List<FormField> fields) {
    return fields.stream()
        .filter(field -> texts.containsKey(field.section()))
        .map(field -> new Paper.Part(field.label(), texts.get(field.section())));
  }

  private Stream<Paper.Part> signature() {
    return report.status() == ReportStatus.FINAL
        ? Stream.of(
            new Paper.Part(
                null,
                "Electronically signed by %s, %s"
                    .formatted(name(report.signedByKey()), time(report.signedAt()))))
        : Stream.of();
  }

  private Stream<Paper.Part> added(List<ReportAddendum> addenda) {
    return addenda.stream()
        .map(
            addendum ->
                new Paper.Part(
                    "Addendum %d, %s, %s"
                        .formatted(
                            addendum.number(),
                            name(addendum.addedByKey()),
                            time(addendum.addedAt())),
                    addendum.text()));
  }

  private String footer() {
    Patient patient = ReportReading.patient(handle, report);
    String who =
        patient == null
            ? typedName()
            : readable(patient.name() == null ? patient.patientId() : patient.name());
    return "Report %d, version %d  %s"
        .formatted(report.reportKey(), report.version(), who.replace("\n", "  "));
  }

  private String name(Long userKey) {
    if (userKey == null) {
      return "the gateway";
    }
    return handle
        .attach(AccountDao.class)
        .find(report.organizationKey(), userKey)
        .map(ReportPapers::name)
        .orElse("user " + userKey);
  }

  private static String name(Account account) {
    String name =
        Stream.of(account.firstName(), account.middleName(), account.lastName())
            .filter(part -> part != null && !part.isBlank())
            .collect(Collectors.joining(" "));
    return name.isEmpty() ? account.username() : name;
  }

  private static String time(Instant at) {
    return TIME.format(ZonedDateTime.ofInstant(at, ZoneId.systemDefault()));
  }

  private static String text(LocalDate date) {
    return date == null ? null : date.toString();
  }
}
