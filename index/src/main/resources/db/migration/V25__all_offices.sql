-- Whether who is bound to offices sees those that are made later, and what belongs to none, too: said, not counted. Whoever
-- was bound in an organization with one office saw all of it; of several offices nobody was bound to each on purpose.
ALTER TABLE user_account ADD COLUMN IF NOT EXISTS all_offices boolean DEFAULT FALSE NOT NULL;
UPDATE user_account SET all_offices = TRUE
WHERE organization_key IN (SELECT o.organization_key FROM office o WHERE o.deleted_at IS NULL
    GROUP BY o.organization_key HAVING count(*) = 1)
  AND user_key IN (SELECT b.user_key FROM user_office b);
