-- What single users may do beyond their roles (is_granted), or may not do although their roles say so.
CREATE TABLE user_permission (
  user_key   bigint NOT NULL REFERENCES user_account ON DELETE CASCADE,
  permission varchar(100) NOT NULL,
  is_granted boolean NOT NULL,
  PRIMARY KEY (user_key, permission)
);

-- Who has a role, and what is of an office.
CREATE INDEX user_role_by_role ON user_role (role_key, user_key);
CREATE INDEX patient_by_office ON patient (organization_key, office_key, patient_key DESC);
CREATE INDEX medium_by_office ON medium (organization_key, office_key, created_at DESC, medium_key DESC);
