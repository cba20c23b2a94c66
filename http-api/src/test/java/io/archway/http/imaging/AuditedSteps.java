package io.archway.http.imaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.archway.http.kernel.Access;
import io.archway.http.kernel.Endpoint;
import io.archway.http.kernel.Method;
import io.archway.http.kernel.Route;
import io.archway.http.kernel.Routes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the scenarios of one file did, to be found again in the audit of its gateway. */
final class AuditedSteps {

  private static final List<Route> ROUTES = Routes.of(SampleFamilies.bare()).all();

  private record Step(String request, String requestId, Expected expected) {}

  private enum Expected {
    CHANGE,
    READ,
    REFUSED,
    NOTHING
  }

  private final List<Step> steps = new ArrayList<>();

  /** A request that was answered; {@code known} where it had the token of a user. */
  void answered(String request, boolean known, int status, String requestId) {
    route(request)
        .map(route -> expected(route.endpoint(), known, status))
        .filter(expected -> expected != Expected.NOTHING)
        .ifPresent(expected -> steps.add(new Step(request, requestId, expected)));
  }

  private static Optional<Route> route(String request) {
    return ROUTES.stream()
        .filter(
            route -> {
              String path = route.template().replaceAll("\\{[a-z_]+}", "[^/?]+");
              return request.matches(route.endpoint().method() + " " + path + "(\\?.*)?");
            })
        .min((one, other) -> one.variables().size() - other.variables().size());
  }

  private static Expected expected(Endpoint endpoint, boolean known, int status) {
    boolean open = endpoint.access() instanceof Access.Open;
    if (status < 300 && endpoint.method() != Method.GET) {
      return endpoint.shows().isSilent() ? Expected.NOTHING : Expected.CHANGE;
    }
    if (status < 400) {
      boolean read = !open && endpoint.shows().isRecorded(endpoint.method());
      return read ? Expected.READ : Expected.NOTHING;
    }
    return known && !open && (status == 403 || status == 404) ? Expected.REFUSED : Expected.NOTHING;
  }

  /** Every change has its entries, and none of them is only a read; every read and refusal one. */
  void assertAudited(SampleGateway gateway) {
    gateway.audit.seal();
    Map<String, List<String>> actions = new HashMap<>();
    gateway.database.read(
        handle -> {
          handle
              .createQuery("SELECT request_id, action FROM audit WHERE request_id IS NOT NULL")
              .map((row, context) -> List.of(row.getString(1), row.getString(2)))
              .forEach(
                  row ->
                      actions.computeIfAbsent(row.get(0), id -> new ArrayList<>()).add(row.get(1)));
          return null;
        });
    List<String> missing =
        steps.stream()
            .filter(step -> !fits(step.expected, actions.getOrDefault(step.requestId, List.of())))
            .map(step -> step.request + ": " + step.expected)
            .distinct()
            .toList();
    assertThat(missing).as("requests that are not in the audit").isEmpty();
  }

  private static boolean fits(Expected expected, List<String> actions) {
    return switch (expected) {
      case CHANGE -> actions.stream().anyMatch(a -> !a.equals("READ") && !a.equals("REFUSED"));
      case READ -> actions.equals(List.of("READ"));
      case REFUSED -> actions.equals(List.of("REFUSED"));
      case NOTHING -> true;
    };
  }
}
