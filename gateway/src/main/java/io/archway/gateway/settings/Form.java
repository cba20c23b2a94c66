package io.archway.gateway.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a text setting, or each member of a list of texts, looks like. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Form {
  String AE_TITLE = "[ -\\[\\]-~]{1,16}";
  String AE_TITLE_EXPECTED = "1 to 16 characters of ASCII without backslash";

  String pattern();

  String expected();
}
