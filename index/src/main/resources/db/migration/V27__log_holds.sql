-- Whose log a position is of, where others reach the database too: the data folder, where that is, for people, and since
-- when it has the position. hold is raised by each process that takes it; seen_at is empty when none has it.
ALTER TABLE log_position ADD COLUMN hold bigint DEFAULT 0 NOT NULL;
ALTER TABLE log_position ADD COLUMN home_id varchar(64);
ALTER TABLE log_position ADD COLUMN home_place varchar(1024);
ALTER TABLE log_position ADD COLUMN home_since timestamp(6) with time zone;
ALTER TABLE log_position ADD COLUMN seen_at timestamp(6) with time zone;
