package io.archway.http.imaging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.kernel.Json;
import io.archway.http.kernel.MemberNaming;
import io.archway.index.worklist.WorklistEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is another between two states of an item, in the words of the API. */
final class ItemDifference {

  private static final JsonMapper JSON = new JsonMapper();

  /** Says of every change that there was one. */
  private static final String UPDATED_AT = "updated_at";

  private ItemDifference() {}

  /** JSON: fields like {@code steps.0.modality}, each with what it was and became. */
  static String of(WorklistEntry before, WorklistEntry after) {
    Map<String, JsonNode> from = fields(before);
    Map<String, JsonNode> to = fields(after);
    ArrayNode changes = JSON.createArrayNode();
    TreeSet<String> names = new TreeSet<>(from.keySet());
    names.addAll(to.keySet());
    for (String name : names) {
      JsonNode was = from.getOrDefault(name, NullNode.getInstance());
      JsonNode is = to.getOrDefault(name, NullNode.getInstance());
      if (!was.equals(is) && !name.equals(UPDATED_AT)) {
        ObjectNode change = changes.addObject().put("field", name);
        change.set("from", was);
        change.set("to", is);
      }
    }
    return changes.toString();
  }

  private static Map<String, JsonNode> fields(WorklistEntry entry) {
    Map<String, JsonNode> fields = new TreeMap<>();
    try {
      byte[] json = Json.write(WorklistView.of(entry, List.of()), MemberNaming.SNAKE_CASE);
      collect("", JSON.readTree(json), fields);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
    return fields;
  }

  private static void collect(String path, JsonNode node, Map<String, JsonNode> fields) {
    String within = path.isEmpty() ? "" : path + ".";
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> member : node.properties()) {
        collect(within + member.getKey(), member.getValue(), fields);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(within + i, node.get(i), fields);
      }
    } else {
      fields.put(path, node);
    }
  }
}
