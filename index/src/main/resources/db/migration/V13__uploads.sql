-- Files that are no DICOM objects, each a medium of its own: a photo, a document, a model, a video.
-- Its record in the log says what it was called and whose it was when it came.
ALTER TABLE medium ADD COLUMN category varchar(255);

CREATE TABLE medium_file (
  medium_key       bigint NOT NULL PRIMARY KEY REFERENCES medium,
  organization_key bigint NOT NULL,
  file_uid         varchar(64) ${collate} NOT NULL,
  file_name        varchar(255) NOT NULL,
  media_type       varchar(64) NOT NULL,
  record_number    bigint NOT NULL UNIQUE,
  container        varchar(255) NOT NULL,
  byte_offset      bigint NOT NULL,
  byte_length      bigint NOT NULL,
  sha256           varchar(64) NOT NULL,
  crc32            bigint NOT NULL,
  received_at      timestamp(6) with time zone NOT NULL
);
CREATE UNIQUE INDEX medium_file_by_uid ON medium_file (organization_key, file_uid);
CREATE INDEX medium_file_by_digest ON medium_file (organization_key, sha256);
CREATE INDEX medium_file_by_time ON medium_file (organization_key, received_at, medium_key);
