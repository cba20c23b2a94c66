package io.archway.index.account;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.sqlobject.customizer.BindMethods;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of registrations. */
public interface RegistrationDao {
  @SqlUpdate(
      """
      INSERT INTO registration (code_sha256, organization_key, username, email, password_hash,
        role_slug, details, created_at, expires_at)
      VALUES (:codeSha256, :organizationKey, :username, :email, :passwordHash, :roleSlug, :details,
        :createdAt, :expiresAt)
      """)
  void create(@BindMethods Registration registration);

  @SqlQuery(
      """
      SELECT code_sha256, organization_key, username, email, password_hash, role_slug, details,
        created_at, expires_at
      FROM registration WHERE code_sha256 = :sha256 AND expires_at > :now
      """)
  Optional<Registration> find(String sha256, Instant now);

  /** 0 where somebody else has used its code meanwhile. */
  @SqlUpdate("DELETE FROM registration WHERE code_sha256 = :sha256")
  int use(String sha256);

  @SqlUpdate("DELETE FROM registration WHERE expires_at <= :now")
  int deleteExpired(Instant now);
}
