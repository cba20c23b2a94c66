package io.archway.index.profile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LettersTest {

  @Test
  void cyrillicIsWrittenAsEnglishAndAlbanianTextsHaveIt() {
    assertThat(Letters.english("Жаклина Ќосева-Џајкова")).isEqualTo("Zhaklina Kjoseva-Djajkova");
    assertThat(Letters.albanian("Жаклина Ќосева-Џајкова")).isEqualTo("Zhaklina Qoseva-Xhajkova");
    assertThat(Letters.english("ЖАН Ж")).isEqualTo("ZHAN Zh");
  }

  @Test
  void latinIsWrittenAsMacedonianTextsHaveIt() {
    assertThat(Letters.macedonian("Xhevdet Gjorgji")).isEqualTo("Џевдет Ѓорѓи");
    assertThat(Letters.macedonian("Arbër Çela")).isEqualTo("Арбер Чела");
    assertThat(Letters.macedonian("SHENA")).isEqualTo("ШЕНА");
  }

  @Test
  void whatIsWrittenSoAlreadyOrInOtherLettersStays() {
    assertThat(Letters.english("Jürgen O'Neill")).isEqualTo("Jürgen O'Neill");
    assertThat(Letters.macedonian("Марија")).isEqualTo("Марија");
    assertThat(Letters.macedonian("山田 ^1")).isEqualTo("山田 ^1");
    assertThat(Letters.english(null)).isNull();
    assertThat(Letters.english("")).isEmpty();
  }
}
