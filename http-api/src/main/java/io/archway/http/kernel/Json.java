package io.archway.http.kernel;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyName;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.EnumMap;
import java.util.Map;

/**
 * JSON in and out. Writes records in a dialect's naming, dates and moments in ISO 8601, constants
 * in lower case. Reads strictly (RFC 8259, UTF-8, no duplicate members) within limits. Thread-safe.
 */
public final class Json {

  private static final Map<MemberNaming, ObjectMapper> WRITERS = new EnumMap<>(MemberNaming.class);

  static {
    for (MemberNaming naming : MemberNaming.values()) {
      WRITERS.put(naming, writer(naming));
    }
  }

  private static final int MAX_SHOWN_MEMBER = 200;

  private final ObjectMapper reader;

  Json(HttpLimits limits) {
    this.reader = reader(limits);
  }

  private static ObjectMapper writer(MemberNaming naming) {
    JsonMapper.Builder builder =
        JsonMapper.builder()
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .annotationIntrospector(new GivenNames())
            .withConfigOverride(
                Asked.class,
                override ->
                    override.setInclude(
                        JsonInclude.Value.construct(
                            JsonInclude.Include.NON_EMPTY, JsonInclude.Include.ALWAYS)))
            .addModule(values());
    if (naming.strategy() != null) {
      builder.propertyNamingStrategy(naming.strategy());
    }
    return builder.build();
  }

  /** Members are called in answers as in requests. */
  private static final class GivenNames extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public PropertyName findNameForSerialization(Annotated annotated) {
      Rule.Name given = annotated.getAnnotation(Rule.Name.class);
      return given == null
          ? super.findNameForSerialization(annotated)
          : PropertyName.construct(given.value());
    }
  }

  private static SimpleModule values() {
    SimpleModule module = new SimpleModule();
    module.addSerializer(LocalDate.class, ToStringSerializer.instance);
    module.addSerializer(LocalTime.class, ToStringSerializer.instance);
    module.addSerializer(LocalDateTime.class, ToStringSerializer.instance);
    module.addSerializer(Instant.class, ToStringSerializer.instance);
    module.addSerializer(new ConstantSerializer());
    module.addSerializer(new AskedSerializer());
    return module;
  }

  /** A member that was not asked for is left out. */
  private static final class AskedSerializer extends JsonSerializer<Asked<?>> {

    @Override
    public void serialize(Asked<?> asked, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      serializers.defaultSerializeValue(asked.value(), out);
    }

    @Override
    public boolean isEmpty(SerializerProvider serializers, Asked<?> asked) {
      return !asked.shown();
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Class<Asked<?>> handledType() {
      return (Class) Asked.class;
    }
  }

  /** Enum constants as requests write them too. */
  private static final class ConstantSerializer extends JsonSerializer<Enum<?>> {

    @Override
    public void serialize(Enum<?> value, JsonGenerator out, SerializerProvider serializers)
        throws IOException {
      out.writeString(ValueType.nameOf(value));
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Class<Enum<?>> handledType() {
      return (Class) Enum.class;
    }
  }

  private static ObjectMapper reader(HttpLimits limits) {
    StreamReadConstraints constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(limits.maxJsonDepth())
            .maxStringLength(limits.maxJsonTextLength())
            .maxNameLength(Math.min(limits.maxJsonTextLength(), 1_000))
            .maxNumberLength(limits.maxJsonNumberLength())
            .maxDocumentLength(limits.maxJsonBodyBytes())
            .build();
    return JsonMapper.builder(
            com.fasterxml.jackson.core.JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .disable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                .build())
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(
            com.fasterxml.jackson.databind.cfg.JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }

  /** A value as JSON in UTF-8. */
  public static byte[] write(Object value, MemberNaming naming) {
    try {
      return WRITERS.get(naming).writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not writable as JSON: " + value.getClass().getName(), e);
    }
  }

  /**
   * The tree of a JSON text; 400 that says where it is broken but never quotes it, and 422 for a
   * member whose text is beyond the limit.
   */
  JsonNode read(byte[] bytes) {
    try (JsonParser parser = reader.createParser(text(bytes))) {
      return tree(parser);
    } catch (JsonProcessingException e) {
      throw new ProblemException(ProblemType.BAD_REQUEST, "body: not valid JSON" + place(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProblemException(ProblemType.BAD_REQUEST, "body: not UTF-8");
    }
  }

  private JsonNode tree(JsonParser parser) throws IOException {
    try {
      JsonNode tree = reader.readTree(parser);
      if (parser.nextToken() != null) {
        throw new ProblemException(ProblemType.BAD_REQUEST, "body: more than one JSON value");
      }
      return tree == null ? MissingNode.getInstance() : tree;
    } catch (StreamConstraintsException e) {
      throw beyondLimit(parser).toException();
    } catch (NumberFormatException e) { // an exponent that no number of ours has
      throw new ProblemException(ProblemType.BAD_REQUEST, "body: a number beyond a limit");
    }
  }

  private Problem beyondLimit(JsonParser parser) {
    StreamReadConstraints limits = parser.streamReadConstraints();
    String member = member(parser);
    if (parser.currentToken() == JsonToken.VALUE_STRING && !member.isEmpty()) {
      String length = "length: > %1$d (expected: <= %1$d)".formatted(limits.getMaxStringLength());
      return new FieldErrors().add(member, length).problem();
    }
    return Problem.of(
        ProblemType.BAD_REQUEST,
        "body: beyond a limit (expected: depth <= %d, names <= %d characters, numbers <= %d digits)"
            .formatted(
                limits.getMaxNestingDepth(),
                limits.getMaxNameLength(),
                limits.getMaxNumberLength()));
  }

  /** Where the parser is, as clients write it: {@code teeth.3}; empty at the top. */
  private static String member(JsonParser parser) {
    String pointer = parser.getParsingContext().pathAsPointer().toString();
    String member = pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.');
    return member.length() > MAX_SHOWN_MEMBER ? member.substring(0, MAX_SHOWN_MEMBER) : member;
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null
        ? ""
        : " at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
  }
}
