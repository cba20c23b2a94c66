-- The office that what waits came to, so that each office finds its own; null where nothing tells it.
ALTER TABLE inbox ADD COLUMN office_key bigint;
UPDATE inbox SET office_key =
  (SELECT s.office_key FROM study s WHERE s.study_key = inbox.study_key)
WHERE study_key IS NOT NULL;
UPDATE inbox SET office_key =
  (SELECT p.office_key FROM patient p WHERE p.patient_key = inbox.patient_key)
WHERE office_key IS NULL AND patient_key IS NOT NULL;
CREATE INDEX inbox_by_reason ON inbox (organization_key, state, reason, inbox_key DESC);
CREATE INDEX inbox_by_office ON inbox (organization_key, state, office_key, inbox_key DESC);
