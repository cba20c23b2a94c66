package io.archway.http.patients;

import static io.archway.http.kernel.Endpoint.post;

import io.archway.http.access.Actor;
import io.archway.http.access.Permission;
import io.archway.http.contact.PhoneNumbers;
import io.archway.http.kernel.BodyConsumer;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Principal;
import io.archway.http.kernel.Problem;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.Action;
import io.archway.index.audit.Audit;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Patients by CSV files: what would become of a file, and the same done. */
final class ImportResource implements Resource {

  private static final List<String> CSV = List.of("text/csv", "application/csv");

  private final Database database;
  private final PhoneNumbers phones;
  private final InstantSource clock;
  private final PatientsSettings settings;
  private final ImportPlaces places;

  ImportResource(
      Database database, PhoneNumbers phones, InstantSource clock, PatientsSettings settings) {
    this.database = database;
    this.phones = phones;
    this.clock = clock;
    this.settings = settings;
    places = new ImportPlaces(clock, Duration.ofMillis(settings.importMillis()));
  }

  @Override
  public String name() {
    return "import";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        post("/patients/import/preview", "previewImport")
            .summary("What importing this CSV file would do; nothing is changed.")
            .needs(Permission.PATIENT_STORE.text())
            .showsNothing()
            .answers(ImportSummary.class)
            .receives(
                settings.maxImportBytes(),
                settings.importMillis(),
                CSV,
                request -> receive(request, true)),
        post("/patients/import", "importPatients")
            .summary("Makes and changes patients by the rows of a CSV file, each found by its id.")
            .needs(Permission.PATIENT_STORE.text())
            .answers(ImportSummary.class)
            .receives(
                settings.maxImportBytes(),
                settings.importMillis(),
                CSV,
                request -> receive(request, false)));
  }

  private BodyConsumer receive(Request request, boolean preview) {
    Principal principal = request.principal();
    if (!principal.may(Permission.PATIENT_UPDATE.text())) {
      throw Problem.of(ProblemType.FORBIDDEN).toException();
    }
    ImportPlaces.Place place = places.take(principal.organizationKey());
    PatientImport.Task task =
        new PatientImport.Task(
            handle -> Actor.of(handle, principal),
            request.auditor(),
            preview,
            settings.maxImportRows());
    return new Receiving(request, preview, new PatientImport(database, phones, clock, task), place);
  }

  /** Gives a file to the import as it comes, and the place back at its end. */
  private final class Receiving implements BodyConsumer {

    private final Request request;
    private final boolean preview;
    private final PatientImport work;
    private final ImportPlaces.Place place;

    Receiving(Request request, boolean preview, PatientImport work, ImportPlaces.Place place) {
      this.request = request;
      this.preview = preview;
      this.work = work;
      this.place = place;
    }

    @Override
    public void accept(ByteBuffer data) throws Exception {
      place.checkTime(taken());
      try {
        work.accept(data);
      } catch (CsvFileException e) {
        throw refusal(e);
      }
    }

    @Override
    public Response complete() throws Exception {
      try {
        ImportSummary summary = work.end();
        if (!preview) {
          record();
        }
        return Response.json(summary);
      } catch (CsvFileException e) {
        throw refusal(e);
      } finally {
        place.close();
      }
    }

    /** That a file was imported, whatever it changed. */
    private void record() {
      long organizationKey = request.principal().organizationKey();
      database.durably(
          handle -> {
            Audit.changed(
                handle, request.auditor(), RecordKind.ORGANIZATION, organizationKey, Action.UPDATE);
            return null;
          });
    }

    private ProblemException refusal(CsvFileException e) {
      return Problem.invalid("file", e.getMessage() + taken()).toException();
    }

    /** What was taken before stays: the file is sent again when it is mended. */
    private String taken() {
      ImportSummary before = work.summary();
      return preview || before.created() + before.updated() == 0
          ? ""
          : "; of the rows before it %d were created and %d updated"
              .formatted(before.created(), before.updated());
    }

    @Override
    public void abort(Problem why) {
      place.close();
    }
  }
}
