-- Lists of associations, newest first, by any one of their filters: read in order, never sorted.
DROP INDEX association_by_calling;
DROP INDEX association_by_address;
CREATE INDEX association_by_calling ON association (organization_key, calling_ae_title, started_at DESC, association_key DESC);
CREATE INDEX association_by_called ON association (organization_key, called_ae_title, started_at DESC, association_key DESC);
CREATE INDEX association_by_address ON association (organization_key, address, started_at DESC, association_key DESC);
CREATE INDEX association_by_ending ON association (organization_key, ending, started_at DESC, association_key DESC);
