-- Documents look for series by their UID, as what has a number and for the first of several of one UID.
-- With the UID alone in front of an index, H2 takes one that begins with the organization.
CREATE INDEX IF NOT EXISTS series_by_uid ON series (series_instance_uid, organization_key);
