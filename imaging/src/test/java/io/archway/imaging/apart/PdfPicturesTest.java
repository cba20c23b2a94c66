package io.archway.imaging.apart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.ByteSource;
import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import io.archway.imaging.PictureLimits;
import io.archway.imaging.picture.Picture;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.form.PDFormXObject;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Documents are drawn by processes that whatever a document holds can only end. */
class PdfPicturesTest {
  private static final PictureLimits LIMITS = PictureLimits.DEFAULT;

  private PdfPictures pictures;

  @BeforeEach
  void open() {
    pictures = new PdfPictures(LIMITS);
  }

  @AfterEach
  void close() {
    pictures.close();
  }

  /** What a page is made of. */
  private interface Content {
    void draw(PDDocument document, PDPage page) throws IOException;
  }

  private static byte[] document(PDRectangle box, Content content) throws IOException {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage(box);
      document.addPage(page);
      document.addPage(new PDPage(PDRectangle.A6));
      content.draw(document, page);
      return saved(document);
    }
  }

  private static byte[] saved(PDDocument document) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    document.save(out);
    return out.toByteArray();
  }

  /** Its upper half red. */
  private static byte[] halfRed() throws IOException {
    return document(PDRectangle.A4, PdfPicturesTest::drawHalfRed);
  }

  private static void drawHalfRed(PDDocument document, PDPage page) throws IOException {
    PDRectangle box = page.getCropBox();
    try (PDPageContentStream out = new PDPageContentStream(document, page)) {
      out.setNonStrokingColor(Color.RED);
      out.addRect(0, box.getHeight() / 2, box.getWidth(), box.getHeight() / 2);
      out.fill();
    }
  }

  private static void raw(PDDocument document, PDPage page, byte[] operators) throws IOException {
    PDStream stream = new PDStream(document);
    try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
      out.write(operators);
    }
    page.setContents(stream);
  }

  private BufferedImage draw(byte[] document, int size) throws IOException {
    Picture picture = pictures.of(ByteSource.of(document), size);
    assertThat(picture.mediaType()).isEqualTo(Picture.JPEG);
    return ImageIO.read(new ByteArrayInputStream(picture.bytes()));
  }

  private void assertHalfRed(byte[] document) throws IOException {
    BufferedImage image = draw(document, 200);
    assertThat(image.getHeight()).isEqualTo(200);
    assertThat(image.getWidth()).isBetween(140, 142);
    assertThat(new Color(image.getRGB(70, 40)).getGreen()).isLessThan(40);
    assertThat(new Color(image.getRGB(70, 160)).getGreen()).isGreaterThan(215);
  }

  private void assertFault(byte[] document, PictureFault fault) {
    assertThatThrownBy(() -> pictures.of(ByteSource.of(document), 200))
        .isInstanceOfSatisfying(
            PictureException.class, e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault));
  }

  @Test
  void theFirstPageIsDrawnAsItStands() throws IOException {
    assertHalfRed(halfRed());
    byte[] turned =
        document(
            PDRectangle.A4,
            (document, page) -> {
              drawHalfRed(document, page);
              page.setRotation(90);
            });
    BufferedImage image = draw(turned, 200);
    assertThat(image.getWidth()).isEqualTo(200);
    assertThat(new Color(image.getRGB(160, 70)).getGreen()).isLessThan(40);
    assertThat(new Color(image.getRGB(40, 70)).getGreen()).isGreaterThan(215);
  }

  @Test
  void textIsDrawnWithoutItsFontToo() throws IOException {
    byte[] letter =
        document(
            PDRectangle.A6,
            (document, page) -> {
              try (PDPageContentStream out = new PDPageContentStream(document, page)) {
                out.beginText();
                out.setFont(new PDType1Font(Standard14Fonts.FontName.TIMES_BOLD), 200);
                out.newLineAtOffset(20, 100);
                out.showText("MM");
                out.endText();
              }
            });
    BufferedImage image = draw(letter, 300);
    long ink = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        ink += (image.getRGB(x, y) & 0xFF) < 128 ? 1 : 0;
      }
    }
    assertThat(ink).isGreaterThan(2_000);
  }

  @Test
  void aLongDocumentIsReadWhereItLies() throws IOException {
    byte[] noise = new byte[9 << 20];
    new Random(1).nextBytes(noise);
    byte[] long9MiB =
        document(
            PDRectangle.A4,
            (document, page) -> {
              drawHalfRed(document, page);
              PDStream rest = new PDStream(document, new ByteArrayInputStream(noise));
              document.getDocumentCatalog().getCOSObject().setItem("Rest", rest);
            });
    long[] read = new long[1];
    ByteSource counted =
        new ByteSource() {
          @Override
          public long length() {
            return long9MiB.length;
          }

          @Override
          public int read(ByteBuffer to, long position) throws IOException {
            int count = ByteSource.of(long9MiB).read(to, position);
            read[0] += count;
            return count;
          }
        };
    pictures.of(counted, 100);
    assertThat(read[0]).isLessThan(2 << 20);
  }

  @Test
  void oneThatAsksForAPasswordIsNotDrawn() throws IOException {
    byte[] locked = encrypted("owner", "secret");
    assertFault(locked, PictureFault.UNSUPPORTED);
    assertHalfRed(encrypted("owner", ""));
  }

  private static byte[] encrypted(String owner, String user) throws IOException {
    try (PDDocument document = new PDDocument()) {
      PDPage page = new PDPage(PDRectangle.A4);
      document.addPage(page);
      drawHalfRed(document, page);
      StandardProtectionPolicy policy =
          new StandardProtectionPolicy(owner, user, new AccessPermission());
      policy.setEncryptionKeyLength(256);
      document.protect(policy);
      return saved(document);
    }
  }

  @Test
  void brokenOnesAreNotDrawn() throws IOException {
    byte[] whole = halfRed();
    assertFault(new byte[0], PictureFault.CORRUPT);
    assertFault("%PDF-1.7\n%%EOF".getBytes(StandardCharsets.US_ASCII), PictureFault.CORRUPT);
    assertFault(Arrays.copyOf(whole, whole.length / 3), PictureFault.CORRUPT);
    try (PDDocument empty = new PDDocument()) {
      assertFault(saved(empty), PictureFault.CORRUPT);
    }
    assertFault(document(new PDRectangle(0, 0), (document, page) -> {}), PictureFault.CORRUPT);
    assertHalfRed(whole);
  }

  @Test
  void damageAnywhereEndsInAPictureOrAFault() throws IOException {
    byte[] whole = halfRed();
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] damaged = whole.clone();
      for (int j = 0; j < 1 + i % 5; j++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        pictures.of(ByteSource.of(damaged), 64);
      } catch (PictureException e) {
        assertThat(e.fault()).isNotNull();
      }
    }
    assertHalfRed(whole);
  }

  /** Every form draws the next one ten times. */
  @Test
  void oneThatWouldTakeForEverEndsWithItsTime() throws IOException {
    pictures.close();
    pictures = new PdfPictures(LIMITS.withMaxMillis(1_500));
    byte[] endless =
        document(
            PDRectangle.A4,
            (document, page) -> {
              PDFormXObject inner = null;
              for (int depth = 0; depth < 12; depth++) {
                inner = form(document, inner);
              }
              PDResources resources = new PDResources();
              resources.put(COSName.getPDFName("F"), inner);
              page.setResources(resources);
              raw(document, page, "/F Do ".repeat(10).getBytes(StandardCharsets.US_ASCII));
            });
    assertFault(endless, PictureFault.TIME);
    assertHalfRed(halfRed());
  }

  private static PDFormXObject form(PDDocument document, PDFormXObject inner) throws IOException {
    PDFormXObject form = new PDFormXObject(document);
    form.setBBox(PDRectangle.A4);
    form.setResources(new PDResources());
    if (inner != null) {
      form.getResources().put(COSName.getPDFName("F"), inner);
    }
    String operators = inner == null ? "0 0 m 1 1 l S " : "/F Do ";
    try (OutputStream out = form.getStream().createOutputStream()) {
      out.write(operators.repeat(10).getBytes(StandardCharsets.US_ASCII));
    }
    return form;
  }

  @Test
  void oneThatUnpacksToMoreThanTheMemoryEndsWithIt() throws IOException {
    byte[] bomb =
        document(
            PDRectangle.A4,
            (document, page) -> {
              byte[] piece = new byte[1 << 20];
              Arrays.fill(piece, (byte) '(');
              PDStream stream = new PDStream(document);
              try (OutputStream out = stream.createOutputStream(COSName.FLATE_DECODE)) {
                for (int i = 0; i < 300; i++) {
                  out.write(piece);
                }
              }
              page.setContents(stream);
            });
    assertThat(bomb.length).isLessThan(2 << 20);
    assertThatThrownBy(() -> pictures.of(ByteSource.of(bomb), 200))
        .isInstanceOfSatisfying(
            PictureException.class,
            e -> assertThat(e.fault()).isIn(PictureFault.TOO_LARGE, PictureFault.TIME));
    assertHalfRed(halfRed());
  }

  @Test
  void aPageOfAnySizeIsDrawnSmall() throws IOException {
    BufferedImage wide =
        draw(document(new PDRectangle(1_000_000, 10), (document, page) -> {}), 128);
    assertThat(wide.getWidth()).isBetween(127, 128);
    assertThat(wide.getHeight()).isEqualTo(1);
    byte[] unit =
        document(
            PDRectangle.A4,
            (document, page) -> {
              drawHalfRed(document, page);
              page.setUserUnit(75_000);
            });
    assertHalfRed(unit);
  }

  @Test
  void anImageOfACodingThatIsNotReadIsSaidToBe() throws IOException {
    byte[] scan =
        document(
            PDRectangle.A4,
            (document, page) -> {
              PDImageXObject image =
                  new PDImageXObject(
                      document,
                      new ByteArrayInputStream(new byte[100]),
                      COSName.JBIG2_DECODE,
                      100,
                      100,
                      1,
                      org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray.INSTANCE);
              try (PDPageContentStream out = new PDPageContentStream(document, page)) {
                out.drawImage(image, 0, 0, 500, 500);
              }
            });
    assertFault(scan, PictureFault.UNSUPPORTED);
  }

  @Test
  void aProcessThatIsGoneIsReplaced() throws IOException {
    assertHalfRed(halfRed());
    List<ProcessHandle> children = ProcessHandle.current().children().toList();
    assertThat(children).isNotEmpty();
    children.forEach(ProcessHandle::destroyForcibly);
    children.forEach(child -> child.onExit().join());
    assertHalfRed(halfRed());
  }

  @Test
  void severalAreDrawnAtOneTimeAndProcessesStayForTheNext() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      byte[] document = halfRed();
      List<Future<?>> drawn = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        drawn.add(
            threads.submit(
                () -> {
                  assertHalfRed(document);
                  return null;
                }));
      }
      for (Future<?> each : drawn) {
        each.get();
      }
      assertThat(ProcessHandle.current().children().count()).isLessThanOrEqualTo(2);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatFailsWhereItLiesFailsAsThat() throws IOException {
    ByteSource broken =
        new ByteSource() {
          @Override
          public long length() {
            return 1_000;
          }

          @Override
          public int read(ByteBuffer to, long position) throws IOException {
            throw new IOException("bad sector");
          }
        };
    assertThatThrownBy(() -> pictures.of(broken, 100))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(PictureException.class)
        .hasMessage("bad sector");
    pictures.close();
    assertThatThrownBy(() -> pictures.of(ByteSource.of(halfRed()), 100))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(PictureException.class);
    assertThat(ProcessHandle.current().children()).noneMatch(ProcessHandle::isAlive);
  }
}
