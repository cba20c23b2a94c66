package io.archway.index.patient;

/** Numbers of Patient Related Studies, Series and Instances (PS3.4 C.6.1.1.2). */
public record PatientCounts(long patientKey, long studies, long series, long instances) {}
