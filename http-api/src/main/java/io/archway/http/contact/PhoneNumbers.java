package io.archway.http.contact;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads telephone numbers as people write them into the form of ITU-T E.164, {@code +493012345678}.
 * A number counts where its country knows such lengths; whether it is given to anybody is not
 * asked, as countries open new ranges faster than programs are renewed. Thread-safe.
 *
 * @param region of numbers that do not say theirs: two letters of ISO 3166-1, or "" for none
 */
public record PhoneNumbers(String region) {

  /** What is said to whoever gave none. */
  public static final String EXPECTED =
      "expected: a telephone number with its country, such as +49 30 12345678";

  private static final int MAX_LENGTH = 40;

  /** With the +: an international number has at most 15 digits (ITU-T E.164 6.1). */
  private static final int MAX_E164_LENGTH = 16;

  /** Digits of any script and what people put between them: no words, no extensions. */
  private static final Pattern WRITTEN = Pattern.compile("[+\\uFF0B]?[\\p{Nd}\\p{Zs}\\p{Pd}()./]+");

  private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();

  public PhoneNumbers {
    if (!region.isEmpty() && !isRegion(region)) {
      throw new IllegalArgumentException(
          "region: %s (expected: two letters of a country, such as DE)".formatted(region));
    }
  }

  /** Where every number says its country. */
  public static PhoneNumbers withoutRegion() {
    return new PhoneNumbers("");
  }

  /** Whether there are numbers of that region, two capital or small letters such as DE. */
  public static boolean isRegion(String text) {
    return NUMBERS.getSupportedRegions().contains(text.toUpperCase(Locale.ROOT));
  }

  /** A number that says its country, or is of the region of the settings. */
  public Optional<String> parse(String text) {
    return parse(text, region);
  }

  /**
   * A number that says its country, or is of that region.
   *
   * @param region two letters; null or "": that of the settings
   */
  public Optional<String> parse(String text, String region) {
    String near = region == null || region.isEmpty() ? this.region : region;
    return read(text.strip(), near.toUpperCase(Locale.ROOT));
  }

  /**
   * A number that was kept when numbers did not have to say their country; none where its digits
   * can also be those of a whole number whose + was left out.
   */
  public Optional<String> parseKept(String text) {
    Optional<String> whole = read("+" + text.strip(), "");
    return parse(text).filter(number -> whole.isEmpty() || whole.get().equals(number));
  }

  /**
   * A number within a country, written as there, or with its country.
   *
   * @param countryCode digits such as 49
   */
  public Optional<String> parseWithin(String text, int countryCode) {
    String within = NUMBERS.getRegionCodeForCountryCode(countryCode);
    return read(text.strip(), within).filter(number -> number.startsWith("+" + countryCode));
  }

  private static Optional<String> read(String text, String region) {
    if (text.length() > MAX_LENGTH || !WRITTEN.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      PhoneNumber number = NUMBERS.parse(text, region.isEmpty() ? null : region);
      return NUMBERS.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE
          ? Optional.of(NUMBERS.format(number, PhoneNumberFormat.E164))
              .filter(written -> written.length() <= MAX_E164_LENGTH)
          : Optional.empty();
    } catch (NumberParseException e) {
      return Optional.empty();
    }
  }
}
