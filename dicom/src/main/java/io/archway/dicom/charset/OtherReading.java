package io.archway.dicom.charset;

import java.nio.charset.Charset;

/** An encoding that senders use without declaring it. */
enum OtherReading {
  UTF_8("UTF-8", TextOddity.READ_AS_UTF_8),
  WINDOWS_1252("windows-1252", TextOddity.READ_AS_WINDOWS_1252),
  SHIFT_JIS("windows-31j", TextOddity.READ_AS_SHIFT_JIS),
  MS949("x-windows-949", TextOddity.READ_AS_MS949),
  GB18030("GB18030", TextOddity.READ_AS_GB18030);

  private final Charset charset;
  private final TextOddity oddity;

  OtherReading(String charsetName, TextOddity oddity) {
    this.charset = Charset.forName(charsetName);
    this.oddity = oddity;
  }

  Charset charset() {
    return charset;
  }

  TextOddity oddity() {
    return oddity;
  }
}
