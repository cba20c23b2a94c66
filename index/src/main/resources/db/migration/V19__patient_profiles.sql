-- What practices keep of a patient beside what objects say. The rules of V1 hold. Side tables of
-- patient that are only written with their patient's row held; without a row a patient is active
-- and nothing else is known.

CREATE TABLE patient_profile (
  patient_key                    bigint NOT NULL PRIMARY KEY,
  organization_key               bigint NOT NULL,
  active                         boolean NOT NULL,
  email                          varchar(320),
  phone                          varchar(16),
  phone_country                  varchar(2),
  personal_no                    varchar(64),
  external_id                    varchar(255),
  legacy_id                      varchar(255),
  locale                         varchar(2),
  blood_type                     varchar(32),
  allergies                      varchar,
  medical_conditions             varchar,
  medical_issues                 varchar,
  preferences                    varchar,
  emergency_contact_name         varchar(255),
  emergency_contact_relationship varchar(255),
  emergency_contact_phone        varchar(64),
  insurance_provider             varchar(255),
  insurance_id                   varchar(255),
  vip                            boolean,
  vip_start_date                 date,
  vip_expiration_date            date,
  vip_notes                      varchar,
  preferred_doctor_key           bigint,
  updated_at                     timestamp(6) with time zone NOT NULL
);
CREATE INDEX patient_profile_by_active ON patient_profile (organization_key, active, patient_key);

-- By which lists find a patient. kind is EMAIL and PERSONAL_NO (folded, whole), PHONE (every end of
-- the number's digits, so that any part of them is the beginning of one) or WORD (folded words of
-- e-mail address and personal number).
CREATE TABLE patient_term (
  organization_key bigint NOT NULL,
  kind             varchar(16) NOT NULL,
  term             varchar(400) ${collate} NOT NULL,
  patient_key      bigint NOT NULL,
  PRIMARY KEY (organization_key, kind, term, patient_key)
);
CREATE INDEX patient_term_of_patient ON patient_term (patient_key);

-- Whose an id in another system is: EXTERNAL or LEGACY. Each is one patient's.
CREATE TABLE patient_reference (
  organization_key bigint NOT NULL,
  kind             varchar(16) NOT NULL,
  reference        varchar(255) ${collate} NOT NULL,
  patient_key      bigint NOT NULL,
  PRIMARY KEY (organization_key, kind, reference)
);
CREATE INDEX patient_reference_of_patient ON patient_reference (patient_key);
