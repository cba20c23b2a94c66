package io.archway.http.patients;

import io.archway.index.profile.Letters;
import java.util.Locale;

/**
 * A language of computed members and of messages to a patient. A name is shown in its letters; its
 * parts are never translated and stay in the order given name, family name, which all three share.
 */
enum Language {
  EN,
  SQ,
  MK;

  /** Of a stored text; English where there is none. */
  static Language of(String text) {
    return text == null ? EN : valueOf(text.toUpperCase(Locale.ROOT));
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Null stays. */
  String write(String name) {
    return switch (this) {
      case EN -> Letters.english(name);
      case SQ -> Letters.albanian(name);
      case MK -> Letters.macedonian(name);
    };
  }
}
