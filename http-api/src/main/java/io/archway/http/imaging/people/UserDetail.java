package io.archway.http.imaging.people;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;

/**
 * A user as those see them who administer users. Null is what was not asked for.
 *
 * @param allOffices whether being bound to offices hides nothing from them
 * @param permissions what they may do, by roles and by themselves
 * @param meta what is kept of them and comes with them, by its key
 * @param heartbeat when the agent was last heard of that signs in as them
 */
record UserDetail(
    long id,
    String username,
    String email,
    String firstName,
    String middleName,
    String lastName,
    String phoneNumber,
    String timezone,
    long organizationId,
    boolean isActive,
    boolean isOperator,
    boolean allOffices,
    List<RoleView> roles,
    List<OfficeView> offices,
    List<String> permissions,
    JsonNode meta,
    HeartbeatView heartbeat,
    Instant lastLoginAt,
    Instant createdAt,
    Instant updatedAt) {

  record RoleView(long id, String slug, String name) {}

  record OfficeView(long id, String name) {}

  record HeartbeatView(
      String version, String address, Instant firstSeenAt, Instant lastSeenAt, boolean silent) {}
}
