-- Media that were deleted are listed, the latest deletion first.
CREATE INDEX IF NOT EXISTS medium_by_deletion ON medium (organization_key, deleted_at DESC, medium_key DESC);
