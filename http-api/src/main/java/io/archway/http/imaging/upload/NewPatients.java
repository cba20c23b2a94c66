package io.archway.http.imaging.upload;

import io.archway.index.access.Visibility;
import io.archway.index.patient.PatientName;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The patients that uploads under way are about to make, so that several uploads at one moment that
 * name the same one make them once. Whoever announces a name before looking for it finds either the
 * row, or who is making it. Thread-safe.
 */
final class NewPatients {
  private record Key(long organizationKey, String name, LocalDate birthDate) {}

  private record Made(UploadPatient patient, long officeKey, Visibility by) {
    boolean suits(UploadFields fields, Visibility visible) {
      String sex = patient.named().sex();
      return (sex == null || fields.patientSex == null || sex.equals(fields.patientSex))
          && (visible.equals(by) || visible.includeOwnedBy(officeKey));
    }
  }

  private static final class Making {
    final List<Made> made = new ArrayList<>();
    int uploads;
  }

  private final Map<Key, Making> makings = new HashMap<>();

  private static Key key(long organizationKey, UploadFields fields) {
    return fields.patientId != null || fields.patientName == null || fields.patientBirthDate == null
        ? null
        : new Key(
            organizationKey,
            PatientName.parse(fields.patientName).folded(),
            fields.patientBirthDate);
  }

  /** Before the patient is looked for; to be ended when what it makes is in the index. */
  synchronized void begin(long organizationKey, UploadFields fields) {
    Key key = key(organizationKey, fields);
    if (key != null) {
      makings.computeIfAbsent(key, any -> new Making()).uploads++;
    }
  }

  synchronized void end(long organizationKey, UploadFields fields) {
    makings.computeIfPresent(
        key(organizationKey, fields), (key, making) -> --making.uploads == 0 ? null : making);
  }

  /** Whom another upload is making, else this one. */
  synchronized UploadPatient made(
      long organizationKey,
      long officeKey,
      Visibility visible,
      UploadFields fields,
      UploadPatient fresh) {
    Making making = makings.get(key(organizationKey, fields));
    for (Made each : making.made) {
      if (each.suits(fields, visible)) {
        return each.patient;
      }
    }
    making.made.add(new Made(fresh, officeKey, visible));
    return fresh;
  }
}
