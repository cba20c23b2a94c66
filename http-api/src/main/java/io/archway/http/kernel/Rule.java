package io.archway.http.kernel;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The declared rules of a body record's components. Without a rule: text of at most 255 characters,
 * lists of at most 1,000, numbers of their type's range; optional, and then null (primitive
 * components are required). They become the OpenAPI schema too.
 */
public final class Rule {

  public static final int DEFAULT_MAX_TEXT = 255;
  public static final int DEFAULT_MAX_ITEMS = 1000;

  private Rule() {}

  /** Must be there and not null; text must not be blank. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Required {}

  /** Characters of a text, or elements of a list. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Size {
    int min() default 0;

    int max();
  }

  /** Bounds of a number, both inclusive. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Range {
    long min() default Long.MIN_VALUE;

    long max() default Long.MAX_VALUE;
  }

  /** Text that matches a regular expression as a whole. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Matches {
    String value();

    /** The expectation in words: {@code an e-mail address}. */
    String meaning();
  }

  /** The member's name where a contract has one that the dialect would not make. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target({ElementType.RECORD_COMPONENT, ElementType.METHOD}) // the accessor's, for answers
  public @interface Name {
    String value();
  }

  /** Never shown again: marked write-only and as a password in the documents. */
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  public @interface Secret {}

  /** Rules across components, checked after each component's own rules hold. */
  public interface Across {
    void check(FieldErrors errors);
  }
}
