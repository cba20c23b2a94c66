-- When a person last said what the index knows of a patient, other than the objects do: what is given
-- out since then carries it.
ALTER TABLE patient ADD COLUMN corrected_at timestamp(6) with time zone;

-- The Patient ID as two that are alike are found by, null where it is not known yet: SQL cannot fold
-- as those who ask for it do, and another text would never be found.
ALTER TABLE patient ADD COLUMN patient_id_folded varchar(255) ${collate};
CREATE INDEX patient_by_folded_id ON patient (organization_key, patient_id_folded, patient_key);

CREATE INDEX inbox_by_patient ON inbox (patient_key);
