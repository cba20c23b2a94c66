package io.archway.http.imaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.archway.index.worklist.HistoryEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What was done to an item, by whom and when; a user of null is none. */
record HistoryView(
    long id,
    HistoryEntry.Action action,
    Long userId,
    String username,
    Instant at,
    List<ChangedField> changes) {

  private static final JsonMapper JSON = new JsonMapper();

  /** A member of the item as it was and became. */
  record ChangedField(String field, JsonNode from, JsonNode to) {}

  static HistoryView of(HistoryEntry entry) {
    List<ChangedField> changes = new ArrayList<>();
    tree(entry.changes())
        .forEach(
            change ->
                changes.add(
                    new ChangedField(
                        change.get("field").textValue(), change.get("from"), change.get("to"))));
    return new HistoryView(
        entry.historyKey(),
        entry.action(),
        entry.userKey(),
        entry.username(),
        entry.at(),
        List.copyOf(changes));
  }

  private static JsonNode tree(String changes) {
    try {
      return JSON.readTree(changes);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("changes of an item are not JSON", e);
    }
  }
}
