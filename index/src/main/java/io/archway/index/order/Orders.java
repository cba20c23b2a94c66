package io.archway.index.order;

import io.archway.index.database.Database;
import java.time.InstantSource;
import java.util.List;

/** Enters orders for one office, durably. Blocks; thread-safe. */
public final class Orders {
  private final Database database;
  private final OrderTarget target;
  private final InstantSource clock;

  public Orders(Database database, OrderTarget target, InstantSource clock) {
    this.database = database;
    this.target = target;
    this.clock = clock;
  }

  /**
   * All or none of them, in one transaction that survives a power cut when this returns.
   *
   * @throws OrderException if one of them cannot be taken
   */
  public List<OrderOutcome> enter(List<Order> orders) {
    return database.durablyInConnection(
        handle -> new OrderEntry(handle, database.keys(), target, clock.instant()).enter(orders));
  }
}
