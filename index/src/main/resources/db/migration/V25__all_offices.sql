-- Whether who is bound to offices sees those that are made later, and what belongs to none, too: said, not counted. Nobody
-- did so before on purpose.
ALTER TABLE user_account ADD COLUMN all_offices boolean DEFAULT FALSE NOT NULL;
