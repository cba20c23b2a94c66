-- How far who follows the events has come: moved in the transaction of what it does about them. The
-- row is locked while it is at work, so that one gateway follows at a time.
CREATE TABLE event_follower (
  follower_name varchar(64) NOT NULL PRIMARY KEY,
  event_number  bigint NOT NULL
);
INSERT INTO event_follower (follower_name, event_number)
SELECT 'matching', last_number FROM event_counter;
