package io.archway.index.matching;

import java.time.LocalDate;

/** Whose images or a performed step say they are; texts are "" where they say nothing. */
record PatientSaid(String id, String name, LocalDate birthDate) {}
