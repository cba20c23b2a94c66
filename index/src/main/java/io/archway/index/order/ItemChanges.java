package io.archway.index.order;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.archway.index.worklist.ScheduledStep;
import io.archway.index.worklist.WorklistEntry;
import io.archway.index.worklist.WorklistItem;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an order made another of its item, for the item's history, in the words of the API. */
final class ItemChanges {
  private static final JsonMapper JSON = new JsonMapper();

  private ItemChanges() {}

  /** JSON: fields like {@code steps.0.modality}, each with what it was and became. */
  static String of(WorklistEntry before, WorklistEntry after) {
    Map<String, String> from = fields(before);
    Map<String, String> to = fields(after);
    TreeSet<String> names = new TreeSet<>(from.keySet());
    names.addAll(to.keySet());
    ArrayNode changes = JSON.createArrayNode();
    for (String name : names) {
      if (!Objects.equals(from.get(name), to.get(name))) {
        changes.addObject().put("field", name).put("from", from.get(name)).put("to", to.get(name));
      }
    }
    return changes.toString();
  }

  private static Map<String, String> fields(WorklistEntry entry) {
    Map<String, String> fields = new TreeMap<>();
    WorklistItem item = entry.item();
    put(fields, "patient_id", item.patientKey());
    put(fields, "patient.name", entry.patient().name());
    put(fields, "patient.birth_date", entry.patient().birthDate());
    put(fields, "patient.medical", entry.patient().medical());
    put(fields, "study_instance_uid", item.procedure().studyInstanceUid());
    put(fields, "requested_procedure.id", item.procedure().id());
    put(fields, "requested_procedure.description", item.procedure().description());
    put(fields, "requested_procedure.code", item.procedure().code());
    put(fields, "requested_procedure.priority", item.procedure().priority());
    put(fields, "requested_procedure.reason", item.procedure().reason());
    put(fields, "requested_procedure.comments", item.procedure().comments());
    put(fields, "accession_number", item.request().accessionNumber());
    put(fields, "issuer_of_accession_number", item.request().issuerOfAccessionNumber());
    put(fields, "placer_order_number", item.request().placerOrderNumber());
    put(fields, "filler_order_number", item.request().fillerOrderNumber());
    put(fields, "requesting_physician_name", item.request().requestingPhysicianName());
    put(fields, "requesting_service", item.request().requestingService());
    put(fields, "referring_physician_name", item.request().referringPhysicianName());
    put(fields, "visit", item.visit());
    put(fields, "cancelled", item.isCancelled());
    for (int i = 0; i < entry.steps().size(); i++) {
      put(fields, "steps." + i + ".", entry.steps().get(i));
    }
    return fields;
  }

  private static void put(Map<String, String> fields, String prefix, ScheduledStep step) {
    put(fields, prefix + "id", step.id());
    put(fields, prefix + "start_date", step.startDate());
    put(fields, prefix + "start_time", step.startTime());
    put(fields, prefix + "modality", step.modality());
    put(fields, prefix + "station_ae_titles", String.join("\\", step.stationAeTitles()));
    put(fields, prefix + "station_name", step.stationName());
    put(fields, prefix + "location", step.location());
    put(fields, prefix + "description", step.description());
    put(fields, prefix + "performing_physician_name", step.performingPhysicianName());
    put(fields, prefix + "protocol_codes", step.protocolCodes());
  }

  private static void put(Map<String, String> fields, String name, Object value) {
    if (value != null) {
      fields.put(name, value.toString());
    }
  }
}
