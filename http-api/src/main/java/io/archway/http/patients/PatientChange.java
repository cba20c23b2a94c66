package io.archway.http.patients;

import io.archway.http.kernel.Change;
import io.archway.http.kernel.MemberNaming;
import io.archway.http.kernel.Rule;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/** What a patient is said to be: what is absent stays, null clears. */
record PatientChange(
    @Rule.Required
        @Rule.Size(max = 63)
        @Rule.Matches(value = PatientRules.NAME, meaning = PatientRules.NAME_MEANING)
        Change<String> firstName,
    @Rule.Required
        @Rule.Size(max = 63)
        @Rule.Matches(value = PatientRules.NAME, meaning = PatientRules.NAME_MEANING)
        Change<String> lastName,
    @Rule.Size(max = 254) Change<String> email,
    @Rule.Size(max = 40) Change<String> phone,
    @Rule.Size(max = 2) Change<String> phoneCountry,
    Change<LocalDate> birthdate,
    Change<Gender> gender,
    @Rule.Size(max = 32) Change<String> personalNo,
    Change<Language> locale,
    @Rule.Size(max = 127) Change<String> externalId,
    @Rule.Size(max = 127) Change<String> legacyId,
    @Rule.Size(max = 16) Change<String> bloodType,
    @Rule.Size(max = 10_000) Change<String> allergies,
    @Rule.Size(max = 10_000) Change<String> medicalConditions,
    @Rule.Size(max = 10_000) Change<String> medicalIssues,
    @Rule.Size(max = 10_000) Change<String> preferences,
    @Rule.Size(max = 127) Change<String> emergencyContactName,
    @Rule.Size(max = 127) Change<String> emergencyContactRelationship,
    @Rule.Size(max = 32) Change<String> emergencyContactPhone,
    @Rule.Size(max = 127) Change<String> insuranceProvider,
    @Rule.Size(max = 127) Change<String> insuranceId,
    @Rule.Required Change<Boolean> isActive,
    Change<Long> preferredDoctorId,
    Change<Boolean> vip,
    Change<LocalDate> vipStartDate,
    Change<LocalDate> vipExpirationDate,
    @Rule.Size(max = 10_000) Change<String> vipNotes) {

  /** What of a body of a wrong form is right, by the members' names. */
  static PatientChange of(Map<String, Object> members) {
    RecordComponent[] components = PatientChange.class.getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < values.length; i++) {
      Object value = members.get(MemberNaming.SNAKE_CASE.nameOf(components[i].getName()));
      values[i] = value == null ? Change.absent() : Change.to(value);
    }
    return create(values);
  }

  /** All that is said of somebody new. */
  static PatientChange to(NewPatient said) {
    Map<String, Object> members = new HashMap<>();
    try {
      for (RecordComponent component : NewPatient.class.getRecordComponents()) {
        String name = MemberNaming.SNAKE_CASE.nameOf(component.getName());
        members.put(name, component.getAccessor().invoke(said));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return of(members);
  }

  private static PatientChange create(Object[] values) {
    try {
      Constructor<?> constructor = PatientChange.class.getDeclaredConstructors()[0];
      return (PatientChange) constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
