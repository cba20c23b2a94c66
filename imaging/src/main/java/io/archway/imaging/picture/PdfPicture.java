package io.archway.imaging.picture;

import io.archway.imaging.PictureException;
import io.archway.imaging.PictureFault;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.filter.MissingImageReaderException;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;

/**
 * The first page of a PDF document as a small picture. What a document may cost in memory and time
 * is not bounded here: to be called only where that ends a process of its own. Stateless.
 */
public final class PdfPicture {
  private PdfPicture() {}

  /**
   * Draws it.
   *
   * @param document closed in any case
   * @param size of the longer side, in pixels, 1 to 4096
   * @throws PictureException UNSUPPORTED if it asks for a password or has an image of a coding that
   *     is not read, else CORRUPT
   * @throws IOException where the document cannot be read, too: what is read tells it apart
   */
  public static Picture of(RandomAccessRead document, int size) throws IOException {
    try (PDDocument pdf = Loader.loadPDF(document)) {
      if (pdf.getNumberOfPages() < 1) {
        throw PictureException.corrupt("pages: 0 (expected: >= 1)");
      }
      FirstPage renderer = new FirstPage(pdf);
      renderer.setSubsamplingAllowed(true);
      BufferedImage page = renderer.renderImage(0, scale(pdf, size), ImageType.RGB);
      if (renderer.unread) {
        throw PictureException.unsupported("an image of a coding that is not read");
      }
      return Picture.jpeg(Scaling.fit(page, 1, size), false);
    } catch (InvalidPasswordException e) {
      throw new PictureException(PictureFault.UNSUPPORTED, "document asks for a password", e);
    }
  }

  private static float scale(PDDocument pdf, int size) throws PictureException {
    PDRectangle box = pdf.getPage(0).getCropBox();
    float longer = Math.max(box.getWidth(), box.getHeight());
    if (!(longer > 0) || Float.isInfinite(longer)) {
      throw PictureException.corrupt("page without extent");
    }
    return size / longer;
  }

  /** Remembers what PDFBox would leave out in silence: a scan may be nothing but one image. */
  private static final class FirstPage extends PDFRenderer {
    boolean unread;

    FirstPage(PDDocument document) {
      super(document);
    }

    @Override
    protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
      return new PageDrawer(parameters) {
        @Override
        protected void operatorException(
            Operator operator, List<COSBase> operands, IOException failure) throws IOException {
          unread |= failure instanceof MissingImageReaderException;
          super.operatorException(operator, operands, failure);
        }
      };
    }
  }
}
