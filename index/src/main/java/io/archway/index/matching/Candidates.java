package io.archway.index.matching;

import io.archway.index.worklist.MatchCandidates;
import io.archway.index.worklist.MatchGrade;
import io.archway.index.worklist.ScanDay;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.WorklistAnswer;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistPatient;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the items that one series may be of, each with all that speaks for it. One use. */
final class Candidates {
  /** Of Request Attributes Sequence; a series is made of few requests. */
  private static final int MAX_REQUESTS = 20;

  /** Names tell by no day. */
  private static final MatchingRules OF_NO_DAY =
      new MatchingRules(Duration.ZERO, MatchingRules.WithoutOrder.NOTHING, ZoneOffset.UTC);

  private final Connection connection;
  private final MatchingRules rules;
  private final ArrivedStudy study;
  private final ArrivedSeries series;
  private final List<RequestNamed> requests;
  private final Map<Long, Gathered> items = new TreeMap<>();

  private static final class Gathered {
    private final WorklistItem item;
    private final WorklistPatient patient;
    private final Set<MatchGrade> evidence = EnumSet.noneOf(MatchGrade.class);
    private final Map<Long, ScheduledStep> steps = new TreeMap<>();

    private Gathered(WorklistAnswer answer) {
      item = answer.item();
      patient = answer.patient();
    }
  }

  private Candidates(
      Connection connection, MatchingRules rules, ArrivedStudy study, ArrivedSeries series) {
    this.connection = connection;
    this.rules = rules;
    this.study = study;
    this.series = series;
    this.requests = series.requests().stream().limit(MAX_REQUESTS).toList();
  }

  static List<Candidate> of(
      Connection connection, MatchingRules rules, ArrivedStudy study, ArrivedSeries series)
      throws SQLException {
    Candidates candidates = new Candidates(connection, rules, study, series);
    candidates.gatherCertain();
    candidates.gatherLikely();
    return candidates.items.values().stream().map(candidates::candidate).toList();
  }

  /** Those that the images name; a verdict of what is certain asks for no others. */
  static List<Candidate> named(Connection connection, ArrivedStudy study, ArrivedSeries series)
      throws SQLException {
    Candidates candidates = new Candidates(connection, OF_NO_DAY, study, series);
    candidates.gatherCertain();
    return candidates.items.values().stream().map(candidates::candidate).toList();
  }

  private void gatherCertain() throws SQLException {
    long organization = study.organizationKey();
    for (String uid : said(study.studyInstanceUid(), RequestNamed::studyInstanceUid)) {
      MatchCandidates.byStudy(connection, organization, uid)
          .forEach(answer -> add(answer, MatchGrade.STUDY_UID));
    }
    for (String number : said(study.accessionNumber(), RequestNamed::accessionNumber)) {
      for (WorklistAnswer answer :
          MatchCandidates.byAccessionNumber(connection, organization, number)) {
        if (isOfSameIssuer(answer.item())) {
          add(answer, MatchGrade.ACCESSION_NUMBER);
        } else if (mayBeOfSameIssuer(answer)) {
          add(answer, MatchGrade.ACCESSION_NUMBER_ELSEWHERE);
        }
      }
    }
    if (!series.performedStepUid().isEmpty()) {
      MatchCandidates.byPerformedStep(connection, organization, series.performedStepUid())
          .forEach(answer -> add(answer, MatchGrade.STEP_ID));
    }
    for (String id : said("", RequestNamed::scheduledProcedureStepId)) {
      MatchCandidates.byStep(connection, organization, id).stream()
          .filter(this::isNamed)
          .forEach(answer -> add(answer, MatchGrade.STEP_ID));
    }
  }

  private Set<String> said(String ofStudy, Function<RequestNamed, String> ofRequest) {
    return Stream.concat(Stream.of(ofStudy), requests.stream().map(ofRequest))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Accession numbers are given by issuers; where one of the two tells none, by offices. */
  private boolean isOfSameIssuer(WorklistItem item) {
    String issuer = item.request().issuerOfAccessionNumber();
    return issuer.isEmpty() || study.issuerOfAccessionNumber().isEmpty()
        ? item.officeKey() == study.officeKey()
        : issuer.equals(study.issuerOfAccessionNumber());
  }

  /** Offices number alike: only where nothing says that it is somebody else's. */
  private boolean mayBeOfSameIssuer(WorklistAnswer answer) {
    boolean told =
        !answer.item().request().issuerOfAccessionNumber().isEmpty()
            && !study.issuerOfAccessionNumber().isEmpty();
    return !told && !Resemblance.contradicts(study, answer.patient());
  }

  /**
   * A step id alone says little: devices and offices number alike. Beside another identifier it
   * counts within the issuer or office, and elsewhere for the same patient.
   */
  private boolean isNamed(WorklistAnswer answer) {
    if (!isOfSameIssuer(answer.item()) && !Resemblance.agrees(study, answer.patient())) {
      return false;
    }
    String accession = answer.item().request().accessionNumber();
    String procedure = answer.item().procedure().id();
    return requests.stream()
        .filter(request -> request.scheduledProcedureStepId().equals(answer.step().id()))
        .anyMatch(
            request ->
                request.accessionNumber().equals(accession)
                    || request.accessionNumber().isEmpty()
                        && study.accessionNumber().equals(accession)
                    || request.requestedProcedureId().equals(procedure));
  }

  private void gatherLikely() throws SQLException {
    if (series.modality() == null || series.modality().isBlank()) {
      return;
    }
    ScanDay scan = new ScanDay(series.modality(), study.day(rules), rules.zone());
    long organization = study.organizationKey();
    if (!MatchCandidates.isAnyScheduled(connection, organization, scan)) {
      return; // many studies come without any order, and many patients share a name
    }
    if (!study.patientId().isEmpty()) {
      // every office numbers 1, 2, 3: only those who are not plainly somebody else
      MatchCandidates.byPatientId(connection, organization, study.patientId(), scan).stream()
          .filter(answer -> !Resemblance.contradicts(study, answer.patient()))
          .forEach(answer -> add(answer, MatchGrade.PATIENT_ID));
    }
    if (study.patientBirthDate() != null && !study.patientName().isEmpty()) {
      MatchCandidates.byName(
              connection, organization, study.patientName(), study.patientBirthDate(), scan)
          .forEach(answer -> add(answer, MatchGrade.NAME_AND_BIRTH_DATE));
    }
  }

  private void add(WorklistAnswer answer, MatchGrade grade) {
    if (answer.item().organizationKey() != study.organizationKey()) {
      return; // whatever was asked by: no query crosses it
    }
    Gathered gathered =
        items.computeIfAbsent(answer.item().worklistItemKey(), key -> new Gathered(answer));
    gathered.evidence.add(grade);
    gathered.steps.put(answer.step().stepKey(), answer.step());
  }

  private Candidate candidate(Gathered gathered) {
    return new Candidate(
        gathered.item,
        gathered.patient,
        gathered.evidence,
        gathered.steps.values().stream()
            .sorted(
                Comparator.comparing(ScheduledStep::startDate)
                    .thenComparing(ScheduledStep::startTime)
                    .thenComparing(ScheduledStep::stepKey))
            .toList(),
        Resemblance.contradicts(study, gathered.patient),
        differences(gathered));
  }

  private List<Difference> differences(Gathered gathered) {
    WorklistPatient ordered = gathered.patient;
    List<Difference> differences = new ArrayList<>();
    if (Boolean.FALSE.equals(Resemblance.sameId(study.patient(), ordered))) {
      differences.add(new Difference("PatientID", study.patientId(), ordered.patientId()));
    }
    if (Boolean.FALSE.equals(Resemblance.sameName(study.patient(), ordered))) {
      differences.add(new Difference("PatientName", study.patientName(), ordered.name()));
    }
    if (Boolean.FALSE.equals(Resemblance.sameBirthDate(study.patient(), ordered))) {
      differences.add(
          new Difference(
              "PatientBirthDate",
              study.patientBirthDate().toString(),
              ordered.birthDate().toString()));
    }
    addUnlessEqual(
        differences,
        "AccessionNumber",
        study.accessionNumber(),
        gathered.item.request().accessionNumber());
    addUnlessEqual(
        differences,
        "StudyInstanceUID",
        study.studyInstanceUid(),
        gathered.item.procedure().studyInstanceUid());
    boolean sameModality =
        gathered.steps.values().stream()
            .anyMatch(step -> step.modality().equals(series.modality()));
    if (!sameModality && series.modality() != null) {
      addUnlessEqual(
          differences,
          "Modality",
          series.modality(),
          gathered.steps.values().stream()
              .map(ScheduledStep::modality)
              .distinct()
              .collect(Collectors.joining("\\")));
    }
    addUnlessEqual(
        differences,
        "StudyDate",
        study.day(rules).toString(),
        gathered.item.startDate().toString());
    return differences;
  }

  private static void addUnlessEqual(
      List<Difference> differences, String attribute, String arrived, String ordered) {
    if (!arrived.isEmpty() && !arrived.equals(ordered)) {
      differences.add(new Difference(attribute, arrived, ordered));
    }
  }
}
