-- Reports: what radiologists find. The rules of V1 hold. Side tables that are only written with their
-- report have no foreign key.

-- The report as it is now; its texts are those of its version in report_text. radiologist_key and
-- dentist_key are those of its worklist item. deleted_at only of drafts.
CREATE SEQUENCE report_key_seq START WITH 1 INCREMENT BY 50;
CREATE TABLE report (
  report_key         bigint NOT NULL PRIMARY KEY,
  organization_key   bigint NOT NULL,
  office_key         bigint NOT NULL,
  form_key           bigint NOT NULL,
  worklist_item_key  bigint,
  patient_key        bigint,
  dentist_key        bigint,
  radiologist_key    bigint,
  author_key         bigint,
  status             varchar(16) NOT NULL,
  version            integer NOT NULL,
  patient_first_name varchar(255),
  patient_last_name  varchar(255),
  patient_birth_date date,
  signed_at          timestamp(6) with time zone,
  signed_by_key      bigint,
  created_at         timestamp(6) with time zone NOT NULL,
  updated_at         timestamp(6) with time zone NOT NULL,
  deleted_at         timestamp(6) with time zone
);
CREATE INDEX report_of_patient ON report (patient_key);
ALTER TABLE report
  ADD CONSTRAINT report_of_patient FOREIGN KEY (patient_key) REFERENCES patient;
CREATE INDEX report_of_item ON report (worklist_item_key);
ALTER TABLE report
  ADD CONSTRAINT report_of_item FOREIGN KEY (worklist_item_key) REFERENCES worklist_item;
CREATE INDEX report_by_time ON report (organization_key, created_at DESC, report_key DESC);
CREATE INDEX report_by_patient
  ON report (organization_key, patient_key, created_at DESC, report_key DESC);
CREATE INDEX report_by_office
  ON report (organization_key, office_key, created_at DESC, report_key DESC);
CREATE INDEX report_by_dentist
  ON report (organization_key, dentist_key, created_at DESC, report_key DESC);
CREATE INDEX report_by_radiologist
  ON report (organization_key, radiologist_key, created_at DESC, report_key DESC);
CREATE INDEX report_by_author
  ON report (organization_key, author_key, created_at DESC, report_key DESC);
CREATE INDEX report_by_status
  ON report (organization_key, status, created_at DESC, report_key DESC);

-- Folded words by which search finds a report beside those of its patient row.
CREATE TABLE report_word (
  organization_key bigint NOT NULL,
  word             varchar(255) ${collate} NOT NULL,
  report_key       bigint NOT NULL,
  PRIMARY KEY (organization_key, word, report_key)
);
CREATE INDEX report_word_of_report ON report_word (report_key);

-- Every save, never changed, never deleted.
CREATE TABLE report_version (
  report_key         bigint NOT NULL,
  version            integer NOT NULL,
  organization_key   bigint NOT NULL,
  status             varchar(16) NOT NULL,
  office_key         bigint NOT NULL,
  form_key           bigint NOT NULL,
  worklist_item_key  bigint,
  patient_first_name varchar(255),
  patient_last_name  varchar(255),
  patient_birth_date date,
  saved_by_key       bigint,
  saved_at           timestamp(6) with time zone NOT NULL,
  PRIMARY KEY (report_key, version)
);
CREATE TABLE report_text (
  report_key   bigint NOT NULL,
  version      integer NOT NULL,
  section      varchar(32) NOT NULL,
  section_text varchar NOT NULL,
  PRIMARY KEY (report_key, version, section)
);

-- What was said after the signature; never changed, never deleted.
CREATE TABLE report_addendum (
  report_key       bigint NOT NULL,
  addendum_number  integer NOT NULL,
  organization_key bigint NOT NULL,
  addendum_text    varchar NOT NULL,
  added_by_key     bigint,
  added_at         timestamp(6) with time zone NOT NULL,
  PRIMARY KEY (report_key, addendum_number)
);

-- What a signature (number 1) and each addendum give out. content is JSON: all that the PDF says, as it
-- was then, so that making it again gives the same. The UIDs are chosen here, before the object is made.
CREATE TABLE report_document (
  report_key          bigint NOT NULL,
  document_number     integer NOT NULL,
  organization_key    bigint NOT NULL,
  study_key           bigint,
  series_instance_uid varchar(64) ${collate} NOT NULL,
  sop_instance_uid    varchar(64) ${collate} NOT NULL,
  content             varchar NOT NULL,
  state               varchar(16) NOT NULL,
  attempts            integer NOT NULL,
  failure             varchar(255),
  next_attempt_at     timestamp(6) with time zone,
  made_at             timestamp(6) with time zone NOT NULL,
  stored_at           timestamp(6) with time zone,
  PRIMARY KEY (report_key, document_number)
);
CREATE INDEX report_document_by_state ON report_document (state, next_attempt_at, report_key);
CREATE INDEX report_document_by_series ON report_document (series_instance_uid);
CREATE INDEX report_document_by_study ON report_document (study_key);
