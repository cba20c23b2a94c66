-- Orders, what modalities see of them, how arrivals met them, and what people decided. The rules of
-- V1 hold. Side tables that are only written with their owner have no foreign key.

-- What a modality is told of the patient beside the name (PS3.3 C.2.3 and C.2.4). Weight in kg;
-- pregnancy_status as in (0010,21C0): 1 not, 2 possibly, 3 definitely, 4 unknown.
ALTER TABLE patient ADD COLUMN weight decimal(7, 3);
ALTER TABLE patient ADD COLUMN allergies varchar(2000);
ALTER TABLE patient ADD COLUMN medical_alerts varchar(2000);
ALTER TABLE patient ADD COLUMN pregnancy_status integer;
ALTER TABLE patient ADD COLUMN special_needs varchar(2000);
ALTER TABLE patient ADD COLUMN patient_state varchar(255);
ALTER TABLE patient ADD COLUMN confidentiality_constraint varchar(255);

-- Names as matching reads them (PS3.4 C.2.2.2): a row for each component group, without case and
-- diacritics. kind: PATIENT (owner: patient), REFERRING and REQUESTING (worklist item), PERFORMING
-- (step). name_group: 1 alphabetic, 2 ideographic, 3 phonetic.
CREATE TABLE person_name (
  owner_key        bigint NOT NULL,
  kind             varchar(16) NOT NULL,
  name_group       integer NOT NULL,
  organization_key bigint NOT NULL,
  folded           varchar(400) ${collate} NOT NULL,
  PRIMARY KEY (owner_key, kind, name_group)
);
CREATE INDEX person_name_by_name ON person_name (organization_key, kind, folded, owner_key);

-- One ordered piece of work on one patient: the scan to be made and the reading of it. start_date
-- and start_time are those of its first step; issuer_of_accession_number is '' where unknown.
CREATE SEQUENCE worklist_item_key_seq START WITH 1 INCREMENT BY 50;
CREATE TABLE worklist_item (
  worklist_item_key                bigint NOT NULL PRIMARY KEY,
  organization_key                 bigint NOT NULL,
  office_key                       bigint NOT NULL,
  patient_key                      bigint NOT NULL,
  dentist_key                      bigint,
  radiologist_key                  bigint,
  medium_key                       bigint,
  study_type                       varchar(32) NOT NULL,
  status                           varchar(16) NOT NULL,
  scan_status                      varchar(16) NOT NULL,
  study_instance_uid               varchar(64) ${collate} NOT NULL,
  accession_number                 varchar(255) ${collate} NOT NULL,
  issuer_of_accession_number       varchar(255) NOT NULL,
  requested_procedure_id           varchar(255) ${collate} NOT NULL,
  requested_procedure_description  varchar(255),
  requested_procedure_code         varchar(64) ${collate},
  requested_procedure_scheme       varchar(64),
  requested_procedure_meaning      varchar(255),
  requested_procedure_priority     varchar(16),
  reason_for_requested_procedure   varchar(255),
  requested_procedure_comments     varchar(2000),
  placer_order_number              varchar(255),
  filler_order_number              varchar(255),
  requesting_physician_name        varchar(1024),
  requesting_service               varchar(255),
  referring_physician_name         varchar(1024),
  admission_id                     varchar(255),
  current_patient_location         varchar(255),
  patient_transport_arrangements   varchar(255),
  link                             varchar(2000),
  path                             varchar(2000),
  meta                             varchar,
  origin                           varchar(16) NOT NULL,
  origin_id                        varchar(255) ${collate},
  start_date                       date NOT NULL,
  start_time                       time(6) NOT NULL,
  images_after_report_at           timestamp(6) with time zone,
  first_arrived_at                 timestamp(6) with time zone,
  last_arrived_at                  timestamp(6) with time zone,
  ready_at                         timestamp(6) with time zone,
  completed_at                     timestamp(6) with time zone,
  cancelled_at                     timestamp(6) with time zone,
  cancelled_why                    varchar(2000),
  expires_at                       timestamp(6) with time zone,
  created_at                       timestamp(6) with time zone NOT NULL,
  updated_at                       timestamp(6) with time zone NOT NULL,
  deleted_at                       timestamp(6) with time zone,
  UNIQUE (organization_key, origin, origin_id)
);
CREATE INDEX worklist_item_of_patient ON worklist_item (patient_key);
ALTER TABLE worklist_item
  ADD CONSTRAINT worklist_item_of_patient FOREIGN KEY (patient_key) REFERENCES patient;
CREATE INDEX worklist_item_by_study ON worklist_item (study_instance_uid, organization_key);
CREATE INDEX worklist_item_by_accession
  ON worklist_item (organization_key, accession_number, worklist_item_key);
CREATE INDEX worklist_item_by_procedure ON worklist_item (requested_procedure_id, organization_key);
CREATE INDEX worklist_item_by_medium ON worklist_item (medium_key);
CREATE INDEX worklist_item_by_quiet ON worklist_item (scan_status, last_arrived_at);
CREATE INDEX worklist_item_by_key ON worklist_item (organization_key, worklist_item_key DESC);
CREATE INDEX worklist_item_by_start
  ON worklist_item (organization_key, start_date, start_time, worklist_item_key);
CREATE INDEX worklist_item_by_status
  ON worklist_item (organization_key, status, worklist_item_key DESC);
CREATE INDEX worklist_item_by_scan_status
  ON worklist_item (organization_key, scan_status, worklist_item_key DESC);
CREATE INDEX worklist_item_by_office
  ON worklist_item (organization_key, office_key, worklist_item_key DESC);
CREATE INDEX worklist_item_by_dentist
  ON worklist_item (organization_key, dentist_key, worklist_item_key DESC);
CREATE INDEX worklist_item_by_radiologist
  ON worklist_item (organization_key, radiologist_key, worklist_item_key DESC);

-- What one modality is to do; an item may hold several. start_date and start_time are local to the
-- office. is_open is true while modalities are offered the step: it is scheduled or started, and its
-- item neither ready, complete, cancelled nor deleted.
CREATE SEQUENCE step_key_seq START WITH 1 INCREMENT BY 50;
CREATE TABLE scheduled_procedure_step (
  step_key                    bigint NOT NULL PRIMARY KEY,
  organization_key            bigint NOT NULL,
  worklist_item_key           bigint NOT NULL,
  item_number                 integer NOT NULL,
  scheduled_procedure_step_id varchar(255) ${collate} NOT NULL,
  status                      varchar(16) NOT NULL,
  is_open                     boolean NOT NULL,
  start_date                  date NOT NULL,
  start_time                  time(6) NOT NULL,
  modality                    varchar(64) ${collate} NOT NULL,
  station_ae_titles           varchar(1024) NOT NULL,
  station_name                varchar(255) ${collate},
  location                    varchar(255) ${collate},
  description                 varchar(255) ${collate},
  performing_physician_name   varchar(1024),
  pre_medication              varchar(255),
  requested_contrast_agent    varchar(255),
  protocol_code_count         integer NOT NULL,
  performed_step_uid          varchar(64),
  started_at                  timestamp(6) with time zone,
  ended_at                    timestamp(6) with time zone
);
CREATE INDEX step_of_item ON scheduled_procedure_step (worklist_item_key);
ALTER TABLE scheduled_procedure_step
  ADD CONSTRAINT step_of_item FOREIGN KEY (worklist_item_key) REFERENCES worklist_item;
CREATE INDEX step_by_id
  ON scheduled_procedure_step (scheduled_procedure_step_id, organization_key);
CREATE INDEX step_by_start
  ON scheduled_procedure_step (organization_key, is_open, start_date, start_time, step_key);
CREATE INDEX step_by_modality
  ON scheduled_procedure_step (organization_key, is_open, modality, start_date, start_time, step_key);
CREATE INDEX step_by_item_modality
  ON scheduled_procedure_step (organization_key, modality, worklist_item_key);

-- Stations of a step; '' is any. The columns after organization_key are those of the step.
CREATE TABLE step_station (
  step_key         bigint NOT NULL,
  ae_title         varchar(64) ${collate} NOT NULL,
  organization_key bigint NOT NULL,
  is_open          boolean NOT NULL,
  start_date       date NOT NULL,
  start_time       time(6) NOT NULL,
  PRIMARY KEY (step_key, ae_title)
);
CREATE INDEX step_station_by_title
  ON step_station (ae_title, organization_key, is_open, start_date, start_time, step_key);

-- Scheduled Protocol Code Sequence.
CREATE TABLE step_protocol_code (
  step_key         bigint NOT NULL,
  item_number      integer NOT NULL,
  organization_key bigint NOT NULL,
  code_value       varchar(255) ${collate} NOT NULL,
  coding_scheme    varchar(64) ${collate},
  code_meaning     varchar(255) ${collate},
  PRIMARY KEY (step_key, item_number)
);
CREATE INDEX step_protocol_code_by_value ON step_protocol_code (organization_key, code_value, step_key);

-- What devices said by MPPS (PS3.4 Annex F); attributes is DICOM JSON.
CREATE SEQUENCE performed_step_key_seq START WITH 1 INCREMENT BY 50;
CREATE TABLE performed_procedure_step (
  performed_step_key bigint NOT NULL PRIMARY KEY,
  organization_key   bigint NOT NULL,
  sop_instance_uid   varchar(64) ${collate} NOT NULL,
  status             varchar(16) NOT NULL,
  calling_ae_title   varchar(255) NOT NULL,
  device_key         bigint,
  worklist_item_key  bigint,
  modality           varchar(64),
  attributes         varchar NOT NULL,
  created_at         timestamp(6) with time zone NOT NULL,
  updated_at         timestamp(6) with time zone NOT NULL,
  UNIQUE (sop_instance_uid, organization_key)
);
CREATE INDEX performed_step_by_item ON performed_procedure_step (worklist_item_key);

-- Which series belong to which item, and how that was known (grade). decision_key is null where the
-- gateway linked by itself.
CREATE TABLE worklist_link (
  series_key        bigint NOT NULL,
  worklist_item_key bigint NOT NULL,
  organization_key  bigint NOT NULL,
  study_key         bigint NOT NULL,
  step_key          bigint,
  grade             varchar(32) NOT NULL,
  decision_key      bigint,
  linked_at         timestamp(6) with time zone NOT NULL,
  PRIMARY KEY (series_key, worklist_item_key)
);
CREATE INDEX worklist_link_by_item ON worklist_link (worklist_item_key);
CREATE INDEX worklist_link_by_study ON worklist_link (study_key);

-- What an inbox entry proposes, best first: an item for images, or a patient to merge with.
-- differences is JSON.
CREATE TABLE match_candidate (
  inbox_key         bigint NOT NULL,
  candidate_number  integer NOT NULL,
  organization_key  bigint NOT NULL,
  worklist_item_key bigint,
  step_key          bigint,
  patient_key       bigint,
  grade             varchar(32) NOT NULL,
  differences       varchar NOT NULL,
  PRIMARY KEY (inbox_key, candidate_number)
);
CREATE INDEX match_candidate_by_item ON match_candidate (worklist_item_key);
CREATE INDEX match_candidate_by_patient ON match_candidate (patient_key);

-- What was decided, by whom and why. undo_details is JSON: what it takes to restore exactly what was.
CREATE SEQUENCE decision_key_seq START WITH 1 INCREMENT BY 50;
CREATE TABLE decision (
  decision_key      bigint NOT NULL PRIMARY KEY,
  organization_key  bigint NOT NULL,
  action            varchar(32) NOT NULL,
  inbox_key         bigint,
  worklist_item_key bigint,
  patient_key       bigint,
  study_key         bigint,
  instance_key      bigint,
  undo_details      varchar NOT NULL,
  decided_by_key    bigint,
  decided_why       varchar(2000),
  decided_at        timestamp(6) with time zone NOT NULL,
  undone_by_key     bigint,
  undone_why        varchar(2000),
  undone_at         timestamp(6) with time zone
);
CREATE INDEX decision_by_key ON decision (organization_key, decision_key DESC);
CREATE INDEX decision_by_inbox ON decision (inbox_key);
CREATE INDEX decision_by_item ON decision (worklist_item_key);
CREATE INDEX decision_by_patient ON decision (patient_key);

-- Patients that a person has joined; patient.merged_into_key says the same while unmerged_at is null.
CREATE SEQUENCE patient_merge_key_seq START WITH 1 INCREMENT BY 50;
CREATE TABLE patient_merge (
  patient_merge_key bigint NOT NULL PRIMARY KEY,
  organization_key  bigint NOT NULL,
  from_patient_key  bigint NOT NULL,
  into_patient_key  bigint NOT NULL,
  decision_key      bigint NOT NULL,
  merged_at         timestamp(6) with time zone NOT NULL,
  unmerged_at       timestamp(6) with time zone
);
CREATE INDEX patient_merge_by_from ON patient_merge (from_patient_key);
CREATE INDEX patient_merge_by_into ON patient_merge (into_patient_key);

-- What one merge moved: rows of study, medium and worklist_item, whose patient it changed.
CREATE TABLE patient_merge_row (
  patient_merge_key bigint NOT NULL,
  table_name        varchar(32) NOT NULL,
  row_key           bigint NOT NULL,
  PRIMARY KEY (patient_merge_key, table_name, row_key)
);

ALTER TABLE event ADD COLUMN worklist_item_key bigint;

INSERT INTO person_name (owner_key, kind, name_group, organization_key, folded)
SELECT patient_key, 'PATIENT', 1, organization_key, name_folded FROM patient WHERE name_folded <> '';
