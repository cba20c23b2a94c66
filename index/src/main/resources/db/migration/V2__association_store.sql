-- Whose association it was: several gateways share a database, each with a store of its own. Rows of before
-- are of the only store there was.
ALTER TABLE association ADD COLUMN store_name varchar(64) DEFAULT 'default' NOT NULL;
ALTER TABLE association ALTER COLUMN store_name DROP DEFAULT;
