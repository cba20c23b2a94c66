package io.archway.index.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Texts of an old index that hold keys, with those of a new one: subjects of entries, and JSON
 * whose members say by their names what they are keys of. What has no key there cannot be said
 * there.
 */
final class TranslatedKeys {
  private static final JsonMapper JSON = new JsonMapper();

  private final Map<Long, Long> patients;
  private final Map<Long, Long> studies;
  private final Map<String, Map<Long, Long>> bySuffix;

  TranslatedKeys(
      Map<Long, Long> patients,
      Map<Long, Long> studies,
      Map<Long, Long> media,
      Map<Long, Long> series,
      Map<Long, Long> inbox) {
    this.patients = patients;
    this.studies = studies;
    this.bySuffix =
        Map.of(
            "patient_key", patients,
            "study_key", studies,
            "medium_key", media,
            "series_key", series,
            "inbox_key", inbox);
  }

  /** Null where the entry is about what is not there. */
  String subject(InboxReason reason, String subject) {
    String[] parts = subject.split(":", 3);
    return switch (reason) {
      case PATIENT_UNIDENTIFIED, INSTANCE_CONFLICT, QUARANTINED -> subject;
      case PATIENT_CONTRADICTS, PATIENT_NAME_DIFFERS -> {
        Long key = key(patients, parts[1]);
        String rest = parts.length > 2 ? ":" + parts[2] : "";
        yield key == null ? null : parts[0] + ":" + key + rest;
      }
      case STUDY_OF_OTHER_PATIENT -> {
        Long key = key(patients, parts[1]);
        yield key == null ? null : parts[0] + ":" + key;
      }
      case ORDER_UNMATCHED, ORDER_AMBIGUOUS, ORDER_CONTRADICTS -> {
        Long key = key(studies, parts[1]);
        yield key == null ? null : parts[0] + ":" + key;
      }
      case PATIENTS_ALIKE -> {
        Long one = key(patients, parts[1]);
        Long other = key(patients, parts[2]);
        yield one == null || other == null
            ? null
            : parts[0] + ":" + Math.min(one, other) + ":" + Math.max(one, other);
      }
    };
  }

  private static Long key(Map<Long, Long> keys, String text) {
    return text.matches("[0-9]{1,18}") ? keys.get(Long.parseLong(text)) : null;
  }

  /** Empty where a key has none there. */
  String json(String text) {
    try {
      JsonNode tree = text.isEmpty() ? null : JSON.readTree(text);
      return tree != null && translate(tree) ? tree.toString() : "";
    } catch (JsonProcessingException e) {
      return "";
    }
  }

  private boolean translate(JsonNode node) {
    boolean all = true;
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> member : object.properties()) {
        Map<Long, Long> keys = keysOf(member.getKey());
        all &=
            keys == null || member.getValue().isNull()
                ? translate(member.getValue())
                : translate(member, keys);
      }
    } else if (node instanceof ArrayNode list) {
      for (JsonNode element : list) {
        all &= translate(element);
      }
    }
    return all;
  }

  private Map<Long, Long> keysOf(String member) {
    String one = member.endsWith("_keys") ? member.substring(0, member.length() - 1) : member;
    return bySuffix.entrySet().stream()
        .filter(keys -> one.equals(keys.getKey()) || one.endsWith("_" + keys.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static boolean translate(Map.Entry<String, JsonNode> member, Map<Long, Long> keys) {
    if (member.getValue() instanceof ArrayNode list) {
      boolean all = true;
      for (int i = 0; i < list.size(); i++) {
        Long key = keys.get(list.get(i).asLong());
        all &= key != null;
        list.set(i, key == null ? list.get(i) : LongNode.valueOf(key));
      }
      return all;
    }
    Long key = keys.get(member.getValue().asLong());
    member.setValue(key == null ? member.getValue() : LongNode.valueOf(key));
    return key != null;
  }
}
