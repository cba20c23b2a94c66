-- Can be begun again: it takes a tenth of a millisecond a word on H2, which keeps each statement by itself, and may be
-- stopped in the middle.
-- All words of a patient beside each, so that several typed words are one reading of an index. Null: they are too many, and
-- are asked for one by one.
ALTER TABLE patient_word ADD COLUMN IF NOT EXISTS words varchar(512) ${collate};
UPDATE patient_word SET words = (
  SELECT CASE WHEN SUM(CHAR_LENGTH(o.word) + 1) <= 512 THEN ' ' || STRING_AGG(o.word, ' ') END
  FROM patient_word o WHERE o.patient_key = patient_word.patient_key);
CREATE INDEX IF NOT EXISTS patient_word_typed ON patient_word (organization_key, word, patient_key, words);
