package io.archway.http.kernel;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.NamingBase;

/** How a record component ({@code birthDate}) is called in JSON. */
public enum MemberNaming {
  /** {@code birth_date}. */
  SNAKE_CASE(new PropertyNamingStrategies.SnakeCaseStrategy()),
  /** {@code birthDate}. */
  CAMEL_CASE(null),
  /** {@code BirthDate}. */
  PASCAL_CASE(new PropertyNamingStrategies.UpperCamelCaseStrategy());

  private final transient NamingBase strategy;

  MemberNaming(NamingBase strategy) {
    this.strategy = strategy;
  }

  public String nameOf(String component) {
    return strategy == null ? component : strategy.translate(component);
  }

  NamingBase strategy() {
    return strategy;
  }
}
