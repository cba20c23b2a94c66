-- When a person last said what the index knows of a patient, other than the objects do: what is given
-- out since then carries it.
ALTER TABLE patient ADD COLUMN corrected_at timestamp(6) with time zone;

-- The Patient ID as two that are alike are found by: without case, separators and leading zeros.
ALTER TABLE patient ADD COLUMN patient_id_folded varchar(255) ${collate};
UPDATE patient SET patient_id_folded =
  TRIM(LEADING '0' FROM lower(REPLACE(REPLACE(REPLACE(patient_id, ' ', ''), '-', ''), '.', '')));
CREATE INDEX patient_by_folded_id ON patient (organization_key, patient_id_folded, patient_key);

CREATE INDEX inbox_by_patient ON inbox (patient_key);
