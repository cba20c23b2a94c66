package io.archway.index.decision;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.index.inbox.InboxReason;
import java.util.Map;

/** Why an entry waits, in a sentence for people, without patient data. */
final class InboxText {
  private InboxText() {}

  /**
   * @param names of users, by their keys
   */
  static String of(InboxReason reason, JsonNode details, Map<Long, String> names) {
    return switch (reason) {
      case PATIENT_UNIDENTIFIED -> "The images came without a Patient ID.";
      case PATIENT_CONTRADICTS ->
          "The Patient ID is known under another name and another birth date; the images have a"
              + " patient of their own until somebody says whose they are.";
      case PATIENT_NAME_DIFFERS ->
          "The Patient ID is known under another name, and no birth date tells whether this is the"
              + " same person; the images were put with the known patient.";
      case STUDY_OF_OTHER_PATIENT ->
          "A study of the same Study Instance UID came before under another patient; both are kept.";
      case INSTANCE_CONFLICT ->
          "Another data set came under the SOP Instance UID of an image that was here before; both"
              + " are kept, and the current one is shown.";
      case ORDER_UNMATCHED, ORDER_AMBIGUOUS, ORDER_CONTRADICTS ->
          details.has("taken_back")
              ? takenBack(details.path("taken_back"), names)
              : ofOrder(details.path("why").asText(""));
      case PATIENTS_ALIKE -> "Two patients may be the same person.";
      case QUARANTINED -> "The object cannot be filed: " + problem(details) + ".";
    };
  }

  /** Who took images of the study from an order; null where nobody did, or a machine. */
  static Long takenBackBy(JsonNode details) {
    JsonNode by = details.path("taken_back").path("by_key");
    return by.isNumber() ? by.asLong() : null;
  }

  private static String takenBack(JsonNode said, Map<Long, String> names) {
    return "Images of this study were linked with order %d; %s took them back."
        .formatted(
            said.path("worklist_item_key").asLong(),
            names.getOrDefault(said.path("by_key").asLong(), "somebody"));
  }

  private static String ofOrder(String why) {
    return switch (why) {
      case "no_order" -> "No order resembles these images.";
      case "no_identifier_of_the_order" ->
          "One order resembles these images, but they name none of its identifiers.";
      case "several_orders" -> "Several orders may be meant, and nothing tells them apart.";
      case "identifiers_disagree" ->
          "The images name one order by one identifier, another by another.";
      case "other_patient" -> "The images name an order of what seems to be another patient.";
      case "order_cancelled" -> "The images name an order that was cancelled.";
      default -> "It is not certain which order these images belong to.";
    };
  }

  private static String problem(JsonNode details) {
    return switch (details.path("reason").asText("")) {
      case "NOT_PARSED" -> "its data set cannot be read";
      case "SOP_INSTANCE_UID" -> "its SOP Instance UID is missing or invalid";
      case "STUDY_INSTANCE_UID" -> "its Study Instance UID is missing or invalid";
      case "SERIES_INSTANCE_UID" -> "its Series Instance UID is missing or invalid";
      default -> "what it says of itself is missing or invalid";
    };
  }
}
