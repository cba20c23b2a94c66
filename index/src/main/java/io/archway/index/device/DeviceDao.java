package io.archway.index.device;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** SQL of devices. */
public interface DeviceDao {
  @SqlQuery(
      """
      SELECT device_key, organization_key, office_key, via, calling_ae_title, address, name,
        first_seen_at, last_seen_at
      FROM device
      WHERE organization_key = :organizationKey AND calling_ae_title = :callingAeTitle
        AND address = :address AND via = :via
      """)
  Optional<Device> find(long organizationKey, String via, String callingAeTitle, String address);

  /**
   * The same, whatever {@link #find} told in this transaction: for a moment after another one has
   * committed H2 tells again what it told before.
   */
  @SqlQuery(
      """
      SELECT device_key, organization_key, office_key, via, calling_ae_title, address, name,
        first_seen_at, last_seen_at
      FROM device
      WHERE organization_key = :organizationKey AND calling_ae_title = :callingAeTitle
        AND address = :address AND via = :via
      FOR UPDATE
      """)
  Optional<Device> hold(long organizationKey, String via, String callingAeTitle, String address);

  @SqlQuery(
      """
      SELECT device_key, organization_key, office_key, via, calling_ae_title, address, name,
        first_seen_at, last_seen_at
      FROM device WHERE organization_key = :organizationKey
      ORDER BY device_key FETCH FIRST 1000 ROWS ONLY
      """)
  List<Device> list(long organizationKey);

  /** The offices of the devices that bear this AE title at any address, at most two. */
  @SqlQuery(
      """
      SELECT DISTINCT office_key FROM device
      WHERE organization_key = :organizationKey AND calling_ae_title = :callingAeTitle
      ORDER BY office_key FETCH FIRST 2 ROWS ONLY
      """)
  List<Long> officesOf(long organizationKey, String callingAeTitle);

  @SqlUpdate(
      """
      INSERT INTO device (organization_key, office_key, via, calling_ae_title, address,
        first_seen_at, last_seen_at)
      VALUES (:organizationKey, :officeKey, :via, :callingAeTitle, :address, :now, :now)
      ON CONFLICT DO NOTHING
      """)
  void insert(
      long organizationKey,
      long officeKey,
      String via,
      String callingAeTitle,
      String address,
      Instant now);

  @SqlUpdate(
      """
      UPDATE device SET last_seen_at = :now
      WHERE device_key = :deviceKey AND last_seen_at < :now
      """)
  void seen(long deviceKey, Instant now);

  @SqlUpdate(
      """
      UPDATE device SET office_key = :officeKey
      WHERE organization_key = :organizationKey AND device_key = :deviceKey
      """)
  int assignOffice(long organizationKey, long deviceKey, long officeKey);
}
