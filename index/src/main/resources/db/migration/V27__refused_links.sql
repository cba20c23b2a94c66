-- Orders that a person has taken images from: what comes under that Study Instance UID is never linked with them unasked.
-- By the UID, not by the study's row: it counts for studies of the UID that come later too.
CREATE TABLE IF NOT EXISTS refused_link (
  organization_key   bigint NOT NULL,
  study_instance_uid varchar(64) ${collate} NOT NULL,
  decision_key       bigint NOT NULL,
  worklist_item_key  bigint NOT NULL,
  refused_by_key     bigint,
  PRIMARY KEY (organization_key, study_instance_uid, decision_key)
);
