package io.archway.http.imaging.account;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import javax.imageio.ImageIO;

/** A text as a QR code (ISO/IEC 18004) in a PNG. */
final class QrPicture {

  private static final int SIZE_PIXELS = 320;
  private static final int QUIET_ZONE_MODULES = 4;
  private static final int WHITE = 0xFFFFFF;

  private QrPicture() {}

  static byte[] png(String text) {
    BitMatrix modules = encode(text);
    BufferedImage picture =
        new BufferedImage(modules.getWidth(), modules.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
    for (int y = 0; y < modules.getHeight(); y++) {
      for (int x = 0; x < modules.getWidth(); x++) {
        picture.setRGB(x, y, modules.get(x, y) ? 0 : WHITE);
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", png);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // in memory
    }
    return png.toByteArray();
  }

  private static BitMatrix encode(String text) {
    try {
      return new QRCodeWriter()
          .encode(
              text,
              BarcodeFormat.QR_CODE,
              SIZE_PIXELS,
              SIZE_PIXELS,
              Map.of(
                  EncodeHintType.MARGIN,
                  QUIET_ZONE_MODULES,
                  EncodeHintType.CHARACTER_SET,
                  "UTF-8"));
    } catch (WriterException e) {
      throw new IllegalStateException(e); // much shorter than a QR code can be
    }
  }
}
