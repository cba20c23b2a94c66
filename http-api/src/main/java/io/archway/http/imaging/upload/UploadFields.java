package io.archway.http.imaging.upload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.archway.http.imaging.BodyDays;
import io.archway.http.imaging.PatientSex;
import io.archway.http.kernel.FieldErrors;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of an upload that are no files, before or behind those, and what is wrong with them.
 * Used for one request.
 */
final class UploadFields {
  static final String PATIENT_ID = "patient_id";
  static final String PATIENT_NAME = "patient_name";
  static final String PATIENT_DOB = "patient_dob";
  static final String OFFICE_ID = "office_id";
  static final String WORKLIST_ID = "worklist_id";
  static final String IS_DICOM = "is_dicom";
  static final String S3_OBJECT = "s3_object";
  static final String S3_OBJECTS = "s3_objects";

  static final int MAX_DESCRIPTION = 2_000;
  static final int MAX_TEXT = 255;
  static final int MAX_NAME = 200;
  private static final int MAX_META_DEPTH = 20;
  static final String STATUS_FORM = "[A-Za-z0-9][A-Za-z0-9 _.-]{0,31}";
  static final String STATUS_MEANING = "a word of up to 32 characters";
  private static final Pattern STATUS = Pattern.compile(STATUS_FORM);
  private static final Pattern META_MEMBER = Pattern.compile("meta\\[([^\\[\\]]{1,100})]");
  private static final Pattern MANY = Pattern.compile("s3_objects\\[[^\\[\\]]{0,100}]");
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * An object of the object store.
   *
   * @param field that named it, as errors call it
   */
  record NamedObject(String field, String key) {}

  final FieldErrors errors;
  private final Set<String> seen = new HashSet<>();
  private ObjectNode meta;
  String status;
  String description;
  String category;
  Boolean isDicom;
  String patientId;
  String patientName;
  LocalDate patientBirthDate;
  String patientSex;
  Long officeKey;
  Long worklistItemKey;
  final List<NamedObject> objects = new ArrayList<>();

  UploadFields(FieldErrors errors) {
    this.errors = errors;
  }

  /** JSON, or null. */
  String meta() {
    return meta == null || meta.isEmpty() ? null : meta.toString();
  }

  boolean namesPatient() {
    return patientId != null || patientName != null;
  }

  void add(String name, String given) {
    if (given.indexOf('\0') >= 0) {
      errors.add(shown(name), "expected: text");
      return;
    }
    String text = given.strip();
    if (META_MEMBER.matcher(name).matches()) {
      metaMember(name.substring("meta[".length(), name.length() - 1), text);
    } else if (MANY.matcher(name).matches() || name.equals(S3_OBJECTS)) {
      objects.add(new NamedObject(oneOfMany(name), text));
    } else if (!seen.add(name)) {
      errors.add(shown(name), "given twice (expected: once)");
    } else if (!text.isEmpty()) {
      single(name, text);
    }
  }

  /** By the name in the brackets, or else by the number. */
  private String oneOfMany(String name) {
    String member = name.replaceAll("[^\\[]*\\[|]", "");
    return shown(
        S3_OBJECTS + "." + (name.indexOf('[') < 0 || member.isEmpty() ? objects.size() : member));
  }

  private void single(String name, String text) {
    switch (name) {
      case "status" -> {
        status = matching(name, text, STATUS, STATUS_MEANING);
      }
      case "description" -> description = bounded(name, text, MAX_DESCRIPTION);
      case "category" -> category = bounded(name, text, MAX_TEXT);
      case "meta" -> meta(text);
      case IS_DICOM -> isDicom = truth(name, text);
      case PATIENT_ID -> patientId = bounded(name, text, MAX_TEXT);
      case PATIENT_NAME -> patientName = bounded(name, text, MAX_NAME);
      case PATIENT_DOB -> patientBirthDate = date(name, text);
      case "patient_gender" -> patientSex = PatientSex.of(name, text, errors);
      case OFFICE_ID -> officeKey = key(name, text);
      case WORKLIST_ID -> worklistItemKey = key(name, text);
      case S3_OBJECT -> objects.add(new NamedObject(name, text));
      default -> unknown(name);
    }
  }

  void unknown(String name) {
    errors.add(
        shown(name),
        "unknown field (expected: file, status, description, meta, category, is_dicom, patient_id,"
            + " patient_name, patient_dob, patient_gender, office_id, worklist_id, s3_object,"
            + " s3_objects)");
  }

  static String shown(String name) {
    String printable = name.replaceAll("\\p{Cntrl}", "");
    return printable.length() > 64 ? printable.substring(0, 64) : printable;
  }

  private String bounded(String name, String text, int most) {
    if (text.length() > most) {
      errors.add(name, "length: %d (expected: <= %d)".formatted(text.length(), most));
      return null;
    }
    return text;
  }

  private String matching(String name, String text, Pattern form, String expectation) {
    if (form.matcher(text).matches()) {
      return text;
    }
    errors.add(name, "expected: " + expectation);
    return null;
  }

  private Boolean truth(String name, String text) {
    switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "true" -> {
        return true;
      }
      case "0", "false" -> {
        return false;
      }
      default -> {
        errors.add(name, "expected: true or false");
        return null;
      }
    }
  }

  private LocalDate date(String name, String text) {
    try {
      return BodyDays.of(text);
    } catch (IllegalArgumentException e) {
      errors.add(name, e.getMessage());
      return null;
    }
  }

  private Long key(String name, String text) {
    if (text.matches("[1-9][0-9]{0,17}")) {
      return Long.valueOf(text);
    }
    errors.add(name, "expected: an id");
    return null;
  }

  private void meta(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      if (tree == null || !tree.isObject() || depth(tree, 0) > MAX_META_DEPTH) {
        errors.add("meta", "expected: a JSON object");
        return;
      }
      ObjectNode members = (ObjectNode) tree;
      if (meta != null) {
        members.setAll(meta);
      }
      meta = members;
    } catch (JsonProcessingException | StackOverflowError e) {
      errors.add("meta", "expected: a JSON object");
    }
  }

  private static int depth(JsonNode node, int above) {
    int most = above;
    for (JsonNode child : node) {
      most = Math.max(most, above > MAX_META_DEPTH ? above : depth(child, above + 1));
    }
    return most;
  }

  /** As forms of browsers send members of an object; one of them is a field of ours. */
  private void metaMember(String member, String text) {
    if (member.equals(IS_DICOM)) {
      isDicom = truth("meta.is_dicom", text);
    }
    if (meta == null) {
      meta = JSON.createObjectNode();
    }
    if (member.equals(IS_DICOM) && isDicom != null) {
      meta.put(member, isDicom);
    } else {
      meta.put(member, text);
    }
  }
}
