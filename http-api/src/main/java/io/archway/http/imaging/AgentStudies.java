package io.archway.http.imaging;

import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemType;
import io.archway.index.audit.Auditor;
import io.archway.index.database.ConcurrentChangeException;
import io.archway.index.database.Database;
import io.archway.index.event.EventType;
import io.archway.index.medium.Medium;
import io.archway.index.medium.MediumDao;
import io.archway.index.medium.MediumRows;
import io.archway.index.organization.Office;
import io.archway.index.organization.OrganizationDao;
import io.archway.index.patient.FoldedText;
import io.archway.index.patient.NamedPatient;
import io.archway.index.patient.NamedPatients;
import io.archway.index.study.StudyIdentity;
import io.archway.index.study.StudyRows;
import io.archway.index.worklist.ItemStatus;
import io.archway.index.worklist.NewOrder;
import io.archway.index.worklist.NewStep;
import io.archway.index.worklist.Origin;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ScanStatus;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.Source;
import io.archway.index.worklist.StudyType;
import io.archway.index.worklist.Visit;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistItem;
import io.archway.index.worklist.WorklistLists;
import io.archway.index.worklist.WorklistRows;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Takes what agents say of studies that they store elsewhere: patient, medium and item in one
 * transaction, once for each Study Instance UID, durable when it returns. A study that was ordered
 * goes to its order, and one that is here has its own patient and medium. Thread-safe.
 */
final class AgentStudies {

  private static final String VIA = "http";

  private final Database database;
  private final InstantSource clock;

  AgentStudies(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  WorklistEntry store(Principal principal, Auditor auditor, NewDicom body) {
    return ItemWork.durably(database, clock, principal, auditor, work -> store(work, body));
  }

  private static WorklistEntry store(ItemWork work, NewDicom body) throws SQLException {
    Optional<WorklistEntry> known = known(work, body.studyInstanceUid());
    if (known.isPresent()) {
      SaidBefore.check(known.get(), body);
      return work.unchanged(known.get());
    }
    long officeKey = office(work, body.institutionName());
    NamedPatient named = body.patient(officeKey);
    NamedPatients patients = patients(work);
    Optional<StudyIdentity> here = here(work, body.studyInstanceUid(), named);
    long patientKey =
        here.isPresent() ? here.get().patientKey() : patients.resolve(named, officeKey).owner();
    Optional<WorklistEntry> ordered = ordered(work, body, patientKey);
    if (ordered.isPresent() && ordered.get().item().mediumKey() != null) {
      return work.unchanged(ordered.get());
    }
    Medium medium = medium(work, here, officeKey, patientKey, body);
    WorklistItem before =
        ordered.isPresent()
            ? ordered.get().item()
            : insert(work, order(work, officeKey, medium, body));
    WorklistItem after = arrived(work, before, medium, body);
    WorklistRows.update(work.connection(), after, work.now());
    ItemImages.link(work, after, medium);
    return ordered.isPresent()
        ? work.changed(ordered.get(), after, EventType.ITEM_ARRIVED, patients.events())
        : work.created(after, patients.events());
  }

  private static Optional<WorklistEntry> known(ItemWork work, String uid) throws SQLException {
    Optional<WorklistEntry> known =
        WorklistLists.findByOrigin(work.connection(), work.organizationKey(), Origin.AGENT, uid);
    if (known.isPresent() && !speaksFor(work, known.get().item())) {
      throw Problem.of(ProblemType.CONFLICT, "The study is of an office that is not the user's.")
          .toException();
    }
    return known;
  }

  /** Whoever may store studies speaks for their offices, be they assigned to read them or not. */
  private static boolean speaksFor(ItemWork work, WorklistItem item) {
    return work.actor().visible().includeOffice(item.officeKey());
  }

  /** The office of that name, else the first, of those that the user sees. */
  private static long office(ItemWork work, String institutionName) {
    String name = FoldedText.fold(institutionName == null ? "" : institutionName);
    List<Office> offices =
        work.handle().attach(OrganizationDao.class).offices(work.organizationKey()).stream()
            .filter(office -> work.actor().visible().includeOffice(office.officeKey()))
            .toList();
    return offices.stream()
        .filter(office -> !name.isEmpty() && FoldedText.fold(office.name()).equals(name))
        .findFirst()
        .or(() -> offices.stream().findFirst())
        .orElseThrow(
            () -> Problem.of(ProblemType.CONFLICT, "The user is bound to no office.").toException())
        .officeKey();
  }

  static NamedPatients patients(ItemWork work) {
    return new NamedPatients(
        work.connection(), work.keys(), work.organizationKey(), VIA, work.now());
  }

  /** The study whose images came by themselves. */
  private static Optional<StudyIdentity> here(ItemWork work, String uid, NamedPatient named)
      throws SQLException {
    return StudyRows.find(work.connection(), work.organizationKey(), List.of(uid)).stream()
        .filter(study -> study.receivedPatient().patientId().equals(named.patientId()))
        .filter(study -> !named.contradicts(study.receivedPatient()))
        .findFirst();
  }

  /** The order of this study and patient, held: one of the modality before others. */
  private static Optional<WorklistEntry> ordered(ItemWork work, NewDicom body, long patientKey)
      throws SQLException {
    String uid = body.studyInstanceUid();
    String modality = body.modality().strip();
    List<WorklistEntry> orders =
        WorklistLists.ofStudy(work.connection(), work.organizationKey(), uid).stream()
            .filter(entry -> entry.item().patientKey() == patientKey)
            .filter(entry -> !entry.item().isCancelled())
            .filter(entry -> speaksFor(work, entry.item()))
            .toList();
    Optional<WorklistEntry> meant =
        orders.stream()
            .filter(
                entry -> entry.steps().stream().anyMatch(step -> modality.equals(step.modality())))
            .findFirst()
            .or(() -> orders.stream().findFirst());
    return meant.isEmpty() ? Optional.empty() : held(work, meant.get().item().worklistItemKey());
  }

  private static Optional<WorklistEntry> held(ItemWork work, long itemKey) throws SQLException {
    Optional<WorklistItem> item =
        WorklistRows.lock(work.connection(), work.organizationKey(), itemKey);
    return item.isEmpty() ? Optional.empty() : Optional.of(work.entry(item.get()));
  }

  private static Medium medium(
      ItemWork work, Optional<StudyIdentity> here, long officeKey, long patientKey, NewDicom body)
      throws SQLException {
    MediumDao media = work.handle().attach(MediumDao.class);
    long key =
        here.isPresent()
            ? here.get().mediumKey()
            : MediumRows.insertExternal(
                work.connection(),
                work.keys(),
                work.organizationKey(),
                officeKey,
                patientKey,
                body.studyDay(),
                body.asSaid().toString(),
                work.now());
    return media.find(work.organizationKey(), key).orElseThrow();
  }

  private static NewOrder order(ItemWork work, long officeKey, Medium medium, NewDicom body) {
    LocalDateTime made = body.madeAt(work.localTime(officeKey));
    NewStep step = NewStep.of(body.modality().strip(), made.toLocalDate(), made.toLocalTime());
    return new NewOrder(
        work.organizationKey(),
        officeKey,
        medium.patientKey(),
        null,
        null,
        medium.mediumKey(),
        StudyType.COMPREHENSIVE_READ,
        ItemStatus.PENDING,
        ScanStatus.SCHEDULED,
        new RequestedProcedure(body.studyInstanceUid(), null, null, null, null, null, null),
        new ServiceRequest(
            null, "", null, null, null, null, OrderParts.orNull(body.referringPhysicianName())),
        Visit.EMPTY,
        new Source(
            Origin.AGENT,
            body.studyInstanceUid(),
            OrderParts.orNull(body.link()),
            OrderParts.orNull(body.path()),
            body.asSaid().toString()),
        null,
        List.of(step));
  }

  private static WorklistItem insert(ItemWork work, NewOrder order) throws SQLException {
    Optional<WorklistItem> inserted =
        WorklistRows.insert(work.connection(), work.keys(), order, work.now());
    if (inserted.isPresent()) {
      return inserted.get();
    }
    if (known(work, order.source().originId()).isPresent()) {
      throw new ConcurrentChangeException("the study was stored by another transaction");
    }
    throw Problem.of(
            ProblemType.CONFLICT,
            "The item of this study was deleted (expected: POST /api/worklist to order it again).")
        .toException();
  }

  /** Images that lie elsewhere are all there. */
  private static WorklistItem arrived(
      ItemWork work, WorklistItem item, Medium medium, NewDicom body) {
    Source source = item.source();
    return ItemStates.of(item, item.status(), ScanStatus.READY, work.now())
        .edit()
        .medium(medium.mediumKey())
        .source(
            source.link() == null ? OrderParts.orNull(body.link()) : source.link(),
            source.path() == null ? OrderParts.orNull(body.path()) : source.path(),
            source.meta())
        .build();
  }

  WorklistEntry update(Principal principal, Auditor auditor, long itemKey, DicomChange body) {
    return ItemWork.durably(
        database,
        clock,
        principal,
        auditor,
        work -> new AgentCorrection(work).correct(itemKey, body));
  }
}
