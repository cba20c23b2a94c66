package io.archway.http.patients;

/** Patient's Sex (0010,0040) as this family says it. */
enum Gender {
  MALE("M"),
  FEMALE("F"),
  OTHER("O");

  private final String sex;

  Gender(String sex) {
    this.sex = sex;
  }

  String sex() {
    return sex;
  }

  /** Null for what is none of the three. */
  static Gender of(String sex) {
    for (Gender gender : values()) {
      if (gender.sex.equals(sex)) {
        return gender;
      }
    }
    return null;
  }
}
