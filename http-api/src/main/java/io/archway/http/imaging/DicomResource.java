package io.archway.http.imaging;

import static io.archway.http.kernel.Endpoint.post;
import static io.archway.http.kernel.Endpoint.put;

import io.archway.http.access.Permission;
import io.archway.http.imaging.report.ItemReports;
import io.archway.http.imaging.report.ItemReports.ReportPart;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Parameter;
import io.archway.http.kernel.ProblemType;
import io.archway.http.kernel.Request;
import io.archway.http.kernel.Resource;
import io.archway.http.kernel.Response;
import io.archway.index.audit.RecordKind;
import io.archway.index.database.Database;
import io.archway.index.worklist.WorklistEntry;
import java.time.InstantSource;
import java.util.List;

/** Header fields of studies that agents store elsewhere. */
final class DicomResource implements Resource {

  private static final Parameter<Long> ID = Parameter.pathKey("worklist_id");

  private final Database database;
  private final AgentStudies studies;

  DicomResource(Database database, InstantSource clock) {
    this.database = database;
    this.studies = new AgentStudies(database, clock);
  }

  /** Which rows a study has, and its item. */
  record StoredDicom(
      long worklistId,
      Long mediaId,
      long patientId,
      String studyInstanceUid,
      WorklistView worklist) {

    static StoredDicom of(WorklistEntry entry, List<ReportPart> reports) {
      WorklistView view = WorklistView.of(entry, reports);
      return new StoredDicom(
          view.id(), view.mediaId(), view.patientId(), view.studyInstanceUid(), view);
    }
  }

  @Override
  public String name() {
    return "dicom";
  }

  @Override
  public List<Endpoint> endpoints() {
    return List.of(
        post("/dicom", "storeDicom")
            .summary("Patient, medium and item of a study stored elsewhere, once for each study.")
            .needs(Permission.DICOM_STORE.text())
            .refuses(ProblemType.CONFLICT)
            .creates(StoredDicom.class)
            .handles(NewDicom.class, this::store),
        put("/dicom/{worklist_id}", "updateDicom")
            .summary("Corrects an item, its medium and its patient; what is absent stays.")
            .takes(ID)
            .shows(RecordKind.WORKLIST_ITEM, ID)
            .needs(Permission.DICOM_UPDATE.text())
            .answers(StoredDicom.class)
            .handles(DicomChange.class, this::update));
  }

  private Response store(Request request, NewDicom body) {
    return Response.created(
        stored(request, studies.store(request.principal(), request.auditor(), body)));
  }

  private Response update(Request request, DicomChange body) {
    return Response.json(
        stored(
            request,
            studies.update(request.principal(), request.auditor(), request.get(ID), body)));
  }

  private StoredDicom stored(Request request, WorklistEntry entry) {
    return StoredDicom.of(
        entry, ItemReports.of(database, request.principal(), entry.item().worklistItemKey()));
  }
}
