package io.archway.http.imaging;

import io.archway.http.kernel.Change;
import io.archway.http.kernel.Rule;
import java.time.LocalDate;

/** What a patient is said to be: what is absent stays, null is unknown. */
record PatientChange(
    @Rule.Size(max = 200) @Rule.Matches(value = OrderText.NAME, meaning = OrderText.NAME_MEANING)
        Change<String> name,
    Change<LocalDate> birthDate,
    @Rule.Size(max = 1) @Rule.Matches(value = "[MFO]", meaning = "M, F or O") Change<String> sex,
    @Rule.Size(max = 2_000) String reason) {}
