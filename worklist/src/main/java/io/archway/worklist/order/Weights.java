package io.archway.worklist.order;

import io.archway.index.order.OrderException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Patient's Weight (0010,1030) as rows hold it: kilograms with three decimals. */
public final class Weights {
  private static final double MOST = 1_000;

  private Weights() {}

  /**
   * @param where the field or attribute, for the message
   */
  public static BigDecimal kilograms(String where, double weight) {
    if (!(weight > 0 && weight <= MOST)) {
      throw new OrderException(where + ": expected a weight above 0, at most 1000 kg");
    }
    return BigDecimal.valueOf(weight).setScale(3, RoundingMode.HALF_UP);
  }
}
