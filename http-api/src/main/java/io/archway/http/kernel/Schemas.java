package io.archway.http.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON schemas of the records of one family, each once, by name. Used by one thread. */
final class Schemas {

  private final MemberNaming naming;
  private final Map<Class<?>, String> names = new HashMap<>();
  private final Map<String, ObjectNode> byName = new TreeMap<>();

  Schemas(MemberNaming naming) {
    this.naming = naming;
  }

  Map<String, ObjectNode> byName() {
    return byName;
  }

  /** The schema of a type as it is used: a reference if it is a record. */
  ObjectNode of(Type type) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    Class<?> raw = RecordShape.rawOf(type);
    if (raw.isRecord() && raw != Change.class && raw != Asked.class) {
      schema.put("$ref", "#/components/schemas/" + nameOf(raw.asSubclass(Record.class)));
    } else if (raw == List.class || raw == java.util.Set.class) {
      schema.put("type", "array").set("items", of(RecordShape.elementOf(type)));
    } else if (raw == Change.class || raw == Asked.class) {
      return of(RecordShape.elementOf(type));
    } else if (raw.isEnum()) {
      ValueType.enumSchema(schema, enumType(raw));
    } else {
      simple(schema, raw);
    }
    return schema;
  }

  @SuppressWarnings("unchecked")
  private static Class<? extends Enum<?>> enumType(Class<?> raw) {
    return (Class<? extends Enum<?>>) raw;
  }

  private static void simple(ObjectNode schema, Class<?> raw) {
    if (raw == String.class) {
      schema.put("type", "string");
    } else if (raw == int.class || raw == Integer.class) {
      schema.put("type", "integer").put("format", "int32");
    } else if (raw == long.class || raw == Long.class) {
      schema.put("type", "integer").put("format", "int64");
    } else if (raw == double.class || raw == Double.class || raw == BigDecimal.class) {
      schema.put("type", "number");
    } else if (raw == boolean.class || raw == Boolean.class) {
      schema.put("type", "boolean");
    } else if (raw == ByteBuffer.class) {
      schema.put("type", "string").put("format", "binary");
    } else if (raw == LocalDate.class) {
      schema.put("type", "string").put("format", "date");
    } else if (raw == Instant.class) {
      schema.put("type", "string").put("format", "date-time");
    } else if (Map.class.isAssignableFrom(raw)) {
      schema.put("type", "object");
    } else if (raw != Object.class && !JsonNode.class.isAssignableFrom(raw)) {
      schema.put("type", "string");
    }
  }

  private String nameOf(Class<? extends Record> type) {
    String known = names.get(type);
    if (known != null) {
      return known;
    }
    String name = type.getSimpleName();
    for (Class<?> outer = type.getEnclosingClass();
        byName.containsKey(name) && outer != null;
        outer = outer.getEnclosingClass()) {
      name = outer.getSimpleName() + name;
    }
    if (byName.containsKey(name)) {
      name = type.getName().replace('.', '_').replace('$', '_');
    }
    names.put(type, name);
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    byName.put(name, schema);
    fill(schema, type);
    return name;
  }

  private void fill(ObjectNode schema, Class<? extends Record> type) {
    ObjectNode properties = schema.put("type", "object").putObject("properties");
    for (RecordShape.Member member : RecordShape.of(type, naming).members().values()) {
      ObjectNode property = of(member.type());
      properties.set(member.name(), withRules(property, member));
      if (member.required()) {
        schema.withArray("/required").add(member.name());
      }
    }
  }

  private static ObjectNode withRules(ObjectNode schema, RecordShape.Member member) {
    boolean text = "string".equals(schema.path("type").asText());
    Rule.Size size = member.size();
    if (size != null) {
      schema.put(text ? "maxLength" : "maxItems", size.max());
      if (size.min() > 0) {
        schema.put(text ? "minLength" : "minItems", size.min());
      }
    }
    Rule.Range range = member.range();
    if (range != null) {
      schema.put("minimum", range.min()).put("maximum", range.max());
    }
    if (member.matches() != null) {
      schema.put("pattern", "^(?:" + member.matches().value() + ")$");
      schema.put("description", member.matches().meaning());
    }
    if (member.secret()) {
      schema.put("writeOnly", true).put("format", "password");
    }
    return schema;
  }
}
