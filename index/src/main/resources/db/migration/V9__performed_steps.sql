-- What devices say by MPPS (PS3.4 Annex F), kept as they said it, and the scheduled steps that it names. The rules of
-- V1 and V4 hold.

DROP INDEX performed_step_by_item;
ALTER TABLE performed_procedure_step DROP COLUMN worklist_item_key;
ALTER TABLE performed_procedure_step DROP COLUMN attributes;
ALTER TABLE performed_procedure_step ADD COLUMN office_key bigint DEFAULT 0 NOT NULL;
ALTER TABLE performed_procedure_step ADD COLUMN patient_id varchar(255);
ALTER TABLE performed_procedure_step ADD COLUMN patient_name varchar(1024);
ALTER TABLE performed_procedure_step ADD COLUMN patient_birth_date date;
ALTER TABLE performed_procedure_step ADD COLUMN started_at timestamp(6) with time zone;
ALTER TABLE performed_procedure_step ADD COLUMN ended_at timestamp(6) with time zone;

-- The data set of every N-CREATE and N-SET that was taken, byte by byte.
CREATE TABLE performed_step_message (
  performed_step_key  bigint NOT NULL,
  message_number      integer NOT NULL,
  organization_key    bigint NOT NULL,
  operation           varchar(16) NOT NULL,
  transfer_syntax_uid varchar(64) NOT NULL,
  data_set            bytea NOT NULL,
  received_at         timestamp(6) with time zone NOT NULL,
  PRIMARY KEY (performed_step_key, message_number)
);

-- Items of Scheduled Step Attributes Sequence (0040,0270), '' where they say nothing. The keys are null as long as no
-- order is known by it; step_key also where the item is known and which of its steps is not.
CREATE TABLE performed_step_reference (
  performed_step_key          bigint NOT NULL,
  item_number                 integer NOT NULL,
  organization_key            bigint NOT NULL,
  study_instance_uid          varchar(64) ${collate} NOT NULL,
  accession_number            varchar(255) ${collate} NOT NULL,
  requested_procedure_id      varchar(255) ${collate} NOT NULL,
  scheduled_procedure_step_id varchar(255) ${collate} NOT NULL,
  worklist_item_key           bigint,
  step_key                    bigint,
  PRIMARY KEY (performed_step_key, item_number)
);
CREATE INDEX performed_reference_of_item ON performed_step_reference (worklist_item_key);
CREATE INDEX performed_reference_by_study
  ON performed_step_reference (study_instance_uid, organization_key);
CREATE INDEX performed_reference_by_accession
  ON performed_step_reference (accession_number, organization_key);
CREATE INDEX performed_reference_by_step
  ON performed_step_reference (scheduled_procedure_step_id, organization_key);

-- The performed step that images name in (0008,1111).
ALTER TABLE series ADD COLUMN performed_step_uid varchar(64) ${collate};
CREATE INDEX series_by_performed_step_uid ON series (performed_step_uid, organization_key);
