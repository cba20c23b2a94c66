package io.archway.http.patients;

import static io.archway.http.kernel.Endpoint.get;
import static io.archway.http.kernel.Endpoint.patch;
import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.FieldErrors;
import io.archway.http.kernel.Page;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.http.patients.PatientWriting.Found;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.database.PageRequest;
import io.archway.index.patient.Patient;
import io.archway.index.profile.PatientProfile;
import io.archway.index.profile.ProfileDao;
import io.archway.index.profile.ProfileFilter;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** Patients: the same rows that scanners fill. */
final class PatientResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("id");
  static final Parameter<Language> LANG =
      Parameter.queryEnum("lang", Language.class)
          .described("Language of the display names; else the patient's own, else English.");
  static final Parameter<Set<PatientField>> FIELDS =
      Parameter.queryText("fields", 1_000)
          .map(PatientField::parse)
          .or(Set.of())
          .described("Members to show beside the usual ones, divided by commas.");
  private static final Parameter<String> SEARCH =
      Parameter.queryText("q", 100)
          .described("Words of name, e-mail address or personal number, or a part of the phone.");
  private static final Parameter<String> EMAIL =
      Parameter.queryText("email", 320).described("The whole address, in any case.");
  private static final Parameter<String> PHONE =
      Parameter.queryText("phone", 64)
          .matching(Pattern.compile(".*[0-9].*"), "a part of a phone number")
          .described("A part of the number.");
  private static final Parameter<String> PERSONAL_NO =
      Parameter.queryText("personal_no", 64).described("The whole number.");
  private static final Parameter<String> EXTERNAL_ID =
      Parameter.queryText("external_id", 255).described("The whole id in another system.");
  private static final Parameter<String> LEGACY_ID =
      Parameter.queryText("legacy_id", 255).described("The whole id in the system before.");
  private static final Parameter<Boolean> IS_ACTIVE =
      Parameter.queryBoolean("is_active")
          .or(true)
          .described("false: those who are archived, instead of those who are not.");

  private final Database database;

  private final InstantSource clock;
  private final PhoneNumbers phones;

  PatientResource(Database database, InstantSource clock, PhoneNumbers phones) {
    this.database = database;
    this.clock = clock;
    this.phones = phones;
  }

  @Override
  public String name() {
    return "patient";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        get("/patients", "listPatients")
            .summary("Patients, newest first; all filters that are given must fit.")
            .takes(SEARCH, EMAIL, PHONE, PERSONAL_NO, EXTERNAL_ID, LEGACY_ID, IS_ACTIVE)
            .takes(LANG, FIELDS)
            .needs(Permission.PATIENT_INDEX.text())
            .answersPageOf(PatientView.class)
            .showsEach(RecordKind.PATIENT, PatientView.class, PatientView::id)
            .handles(this::list),
        post("/patients", "createPatient")
            .summary(
                "Makes a patient in the caller's office, the first one where they see all; first"
                    + " and last name are all that it takes.")
            .needs(Permission.PATIENT_STORE.text())
            .creates(PatientAnswer.class)
            .handles(NewPatient.class, this::create)
            .refers(this::checkRestOfNew),
        get("/patients/{id}", "showPatient")
            .summary("One patient.")
            .takes(ID, LANG, FIELDS)
            .shows(RecordKind.PATIENT, ID)
            .needs(Permission.PATIENT_SHOW.text())
            .answers(PatientAnswer.class)
            .handles(this::show),
        patch("/patients/{id}", "updatePatient")
            .summary("Changes what is given: absent stays, null clears; is_active false archives.")
            .takes(ID)
            .shows(RecordKind.PATIENT, ID)
            .needs(Permission.PATIENT_UPDATE.text())
            .answers(PatientAnswer.class)
            .handles(PatientChange.class, this::update)
            .refers(this::checkRest));
  }

  /** One patient. */
  record PatientAnswer(PatientView data) {}

  private Response list(Request request) {
    PageRequest page = page(request);
    ProfileFilter filter =
        new ProfileFilter(
            request.get(SEARCH),
            request.get(EMAIL),
            request.get(PHONE),
            request.get(PERSONAL_NO),
            request.get(EXTERNAL_ID),
            request.get(LEGACY_ID),
            request.get(IS_ACTIVE));
    return Response.page(
        database.read(
            handle -> {
              Actor actor = Actor.of(handle, request.principal());
              ProfileDao patients = handle.attach(ProfileDao.class);
              var found = patients.page(actor.organizationKey(), actor.visible(), filter, page);
              return new Page<>(
                  views(handle, request, found.rows()), found.total(), found.totalIsEstimate());
            }));
  }

  private static PageRequest page(Request request) {
    io.archway.http.kernel.PageRequest page = request.page();
    if (page.offset() > PageRequest.MAX_OFFSET) {
      throw Problem.invalid(
              "page", "expected: at most %d rows before it".formatted(PageRequest.MAX_OFFSET))
          .toException();
    }
    return new PageRequest(page.number(), page.size());
  }

  private static List<PatientView> views(Handle handle, Request request, List<Patient> patients) {
    if (patients.isEmpty()) {
      return List.of();
    }
    long organizationKey = request.principal().organizationKey();
    List<Long> keys = patients.stream().map(Patient::patientKey).toList();
    Map<Long, PatientProfile> profiles =
        handle.attach(ProfileDao.class).all(organizationKey, keys).stream()
            .collect(Collectors.toMap(PatientProfile::patientKey, Function.identity()));
    Set<PatientField> shown = shown(PatientField.OF_LISTS, request.get(FIELDS));
    return patients.stream()
        .map(
            patient ->
                PatientView.of(
                    patient,
                    profiles.getOrDefault(
                        patient.patientKey(),
                        PatientProfile.none(organizationKey, patient.patientKey())),
                    request.get(LANG),
                    shown))
        .toList();
  }

  private static Set<PatientField> shown(Set<PatientField> usual, Set<PatientField> asked) {
    Set<PatientField> shown = EnumSet.noneOf(PatientField.class);
    shown.addAll(usual);
    shown.addAll(asked);
    return shown;
  }

  private Response create(Request request, NewPatient body) {
    FieldErrors errors = new FieldErrors();
    long organizationKey = request.principal().organizationKey();
    PatientDraft draft = rules(errors).apply(PatientDraft.nobody(organizationKey), body.change());
    errors.throwIfAny();
    long key = write(request, writing -> writing.create(draft, new FieldErrors()));
    return Response.created(new PatientAnswer(view(request, key, null, Set.of())));
  }

  private Response update(Request request, PatientChange body) {
    long key = request.get(ID);
    write(
        request,
        writing -> {
          FieldErrors errors = new FieldErrors();
          Found found = writing.hold(key).orElseThrow(() -> Problem.notFound().toException());
          PatientDraft then = rules(errors).apply(found.draft(), body);
          if (!writing.change(found, then, errors)) {
            writing.said(key);
          }
          return null;
        });
    return Response.json(new PatientAnswer(view(request, key, null, Set.of())));
  }

  private interface Work<T> {
    T in(PatientWriting writing) throws SQLException;
  }

  private <T> T write(Request request, Work<T> work) {
    return database.durablyInConnection(
        handle -> {
          Actor actor = Actor.of(handle, request.principal());
          PatientWriting writing =
              new PatientWriting(
                  handle, database.keys(), actor, request.auditor(), clock.instant());
          T done = work.in(writing);
          writing.finish();
          return done;
        });
  }

  private PatientRules rules(FieldErrors errors) {
    return new PatientRules(phones, LocalDate.ofInstant(clock.instant(), ZoneOffset.MAX), errors);
  }

  /** All that is wrong is told at once, also where the form is. */
  private void checkRestOfNew(Request request, Map<String, Object> members, FieldErrors errors) {
    long organizationKey = request.principal().organizationKey();
    PatientDraft nobody = PatientDraft.nobody(organizationKey);
    PatientDraft then = rules(errors).apply(nobody, PatientChange.of(members));
    database.read(
        handle -> {
          Actor actor = Actor.of(handle, request.principal());
          PatientWriting.check(handle, actor, nobody.profile(), then.profile(), errors);
          return null;
        });
  }

  private void checkRest(Request request, Map<String, Object> members, FieldErrors errors) {
    database.read(
        handle -> {
          Actor actor = Actor.of(handle, request.principal());
          PatientDraft before =
              PatientWriting.find(handle, actor, request.get(ID))
                  .orElseThrow(() -> Problem.notFound().toException())
                  .draft();
          PatientDraft then = rules(errors).apply(before, PatientChange.of(members));
          PatientWriting.check(handle, actor, before.profile(), then.profile(), errors);
          return null;
        });
  }

  private Response show(Request request) {
    return Response.json(
        new PatientAnswer(view(request, request.get(ID), request.get(LANG), request.get(FIELDS))));
  }

  private PatientView view(
      Request request, long patientKey, Language language, Set<PatientField> asked) {
    return database.read(
        handle -> {
          Actor actor = Actor.of(handle, request.principal());
          Found found =
              PatientWriting.find(handle, actor, patientKey)
                  .orElseThrow(() -> Problem.notFound().toException());
          return PatientView.of(
              found.patient(), found.profile(), language, shown(PatientField.OF_ONE, asked));
        });
  }
}
