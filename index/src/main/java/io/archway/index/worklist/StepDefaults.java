package io.archway.index.worklist;

import io.archway.index.device.Device;
import io.archway.index.device.DeviceDao;
import io.archway.index.organization.OrganizationDao;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * Makes up what an order does not say of its steps. The start is now, in the office's time; the
 * stations are the devices that a person has assigned to the office. In the organization's first
 * office, where every unknown device is put, they are any.
 */
public final class StepDefaults {

  /** Both readings are of volumes, unless somebody says otherwise. */
  public static final String MODALITY = "CT";

  private static final String DIMSE = "dimse";
  private static final int MAX_AE_TITLE = 16;

  private final Handle handle;
  private final long organizationKey;
  private final Instant now;
  private final ZoneId zone;

  /**
   * @param zone of offices that say no other
   */
  public StepDefaults(Handle handle, long organizationKey, Instant now, ZoneId zone) {
    this.handle = handle;
    this.organizationKey = organizationKey;
    this.now = now;
    this.zone = zone;
  }

  /** {@code before} are the steps that these replace, if any. */
  public List<NewStep> complete(
      List<StepWish> steps, long officeKey, String modality, List<ScheduledStep> before) {
    LocalDateTime local = local(officeKey);
    Set<String> said = new HashSet<>();
    steps.forEach(step -> said.add(step.id()));
    List<NewStep> complete = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      String id = i < before.size() ? before.get(i).id() : null;
      complete.add(
          complete(steps.get(i), local, officeKey, modality, said.contains(id) ? null : id));
    }
    return complete;
  }

  /** What time it is in an office. */
  public LocalDateTime local(long officeKey) {
    ZoneId place =
        handle
            .attach(OrganizationDao.class)
            .findOffice(organizationKey, officeKey)
            .map(office -> office.zoneOr(zone))
            .orElse(zone);
    return LocalDateTime.ofInstant(now, place).truncatedTo(ChronoUnit.SECONDS);
  }

  private NewStep complete(
      StepWish step, LocalDateTime local, long officeKey, String modality, String id) {
    LocalDate date = step.startDate() == null ? local.toLocalDate() : step.startDate();
    LocalTime time = step.startDate() == null ? local.toLocalTime() : LocalTime.MIDNIGHT;
    return new NewStep(
        step.id() == null ? id : step.id(),
        date,
        step.startTime() == null ? time : step.startTime(),
        step.modality() == null ? modality : step.modality(),
        step.stationAeTitles() == null ? stations(officeKey) : step.stationAeTitles(),
        step.stationName(),
        step.location(),
        step.description(),
        step.performingPhysicianName(),
        step.preMedication(),
        step.requestedContrastAgent(),
        step.protocolCodes() == null ? List.of() : step.protocolCodes());
  }

  private List<String> stations(long officeKey) {
    long first =
        handle.attach(OrganizationDao.class).defaultOfficeKey(organizationKey).orElse(officeKey);
    if (officeKey == first) {
      return List.of();
    }
    return handle.attach(DeviceDao.class).list(organizationKey).stream()
        .filter(device -> device.officeKey() == officeKey && device.via().equals(DIMSE))
        .map(Device::callingAeTitle)
        .map(String::strip)
        .filter(title -> !title.isEmpty() && title.length() <= MAX_AE_TITLE)
        .filter(title -> title.indexOf('\\') < 0)
        .distinct()
        .sorted()
        .limit(NewStep.MAX_STATIONS)
        .toList();
  }
}
