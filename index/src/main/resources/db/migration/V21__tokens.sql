-- A token for a program may be good until it is revoked: then it has no end.
ALTER TABLE access_token ALTER COLUMN expires_at DROP NOT NULL;

-- Wrong codes of a second factor since the last right one.
ALTER TABLE second_factor ADD COLUMN failures integer DEFAULT 0 NOT NULL;
