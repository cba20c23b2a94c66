-- What people and agents did to an item, in the transaction in which they did it: never changed, never deleted.
-- changes is JSON: fields with what they were and became. changed_by_key is null where no user acted.
CREATE SEQUENCE worklist_history_key_seq START WITH 1 INCREMENT BY 50;
CREATE TABLE worklist_history (
  worklist_history_key bigint NOT NULL PRIMARY KEY,
  organization_key     bigint NOT NULL,
  worklist_item_key    bigint NOT NULL,
  action               varchar(16) NOT NULL,
  changes              varchar NOT NULL,
  changed_by_key       bigint,
  changed_at           timestamp(6) with time zone NOT NULL
);
CREATE INDEX worklist_history_of_item ON worklist_history (worklist_item_key, worklist_history_key DESC);
