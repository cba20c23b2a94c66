package io.archway.http.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.dicom.data.ByteSource;
import io.archway.dicom.data.DataSet;
import io.archway.dicom.data.DataSetWriter;
import io.archway.dicom.data.DicomParseException;
import io.archway.dicom.data.Splice;
import io.archway.dicom.data.TransferSyntax;
import io.archway.dicom.dict.Tag;
import io.archway.dicom.dict.Vr;
import io.archway.http.kernel.ProblemException;
import io.archway.http.kernel.ProblemType;
import io.archway.index.study.StudyCorrection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectedCopiesTest {
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");
  private static final StudyCorrection CORRECTION =
      new StudyCorrection("1", null, "Roe^Jane", null, "1980", "F", true, null, AT, AT);
  private static final CorrectedCopies.Described EXPLICIT =
      new CorrectedCopies.Described(0, "1.2.840.10008.1.2.1", "SCANNER");

  /** Fails whoever reads it. */
  private static final ByteSource UNREAD =
      new ByteSource() {
        @Override
        public long length() {
          return 1_000;
        }

        @Override
        public int read(ByteBuffer to, long position) throws IOException {
          throw new IOException("read at " + position);
        }
      };

  @Test
  void whatNobodyCorrectedIsNotEvenRead() throws IOException {
    CorrectedCopy copy = CorrectedCopies.of(UNREAD, EXPLICIT, null);
    assertThat(copy.isStored()).isTrue();
    assertThat(copy.length()).isEqualTo(1_000);
    assertThat(copy.pieces()).containsExactly(new CorrectedCopy.Piece.Stored(0, 1_000));
    assertThat(copy.tag()).isEmpty();
    assertThatThrownBy(() -> CorrectedCopies.of(UNREAD, EXPLICIT, CORRECTION))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatSaysTheSameIsSentAsStored() throws IOException {
    CorrectedCopies.Described implicit =
        new CorrectedCopies.Described(2, "1.2.840.10008.1.2", "SCANNER");
    byte[] dataSet =
        DataSetWriter.toBytes(
            new DataSet()
                .put(Tag.PATIENT_NAME, Vr.PN, "Roe^Jane")
                .put(Tag.PATIENT_ID, Vr.LO, "1")
                .put(Tag.PATIENT_BIRTH_DATE, Vr.DA, "1980")
                .put(Tag.PATIENT_SEX, Vr.CS, "F"),
            TransferSyntax.IMPLICIT_VR_LITTLE_ENDIAN);
    byte[] bytes = new byte[dataSet.length + 2];
    System.arraycopy(dataSet, 0, bytes, 2, dataSet.length);
    ByteSource file = ByteSource.of(bytes);
    assertThat(CorrectedCopies.of(file, implicit, CORRECTION).isStored()).isTrue();
    CorrectedCopies.Described unknown = new CorrectedCopies.Described(2, "1.2.3.4", "SCANNER");
    assertThat(CorrectedCopies.of(file, unknown, CORRECTION).isStored()).isTrue();
    StudyCorrection other =
        new StudyCorrection("1", null, "Roe^Jo", null, "1980", "F", true, null, AT, AT);
    CorrectedCopy copy = CorrectedCopies.of(file, unknown, other);
    assertThat(copy.pieces().get(0)).isEqualTo(new CorrectedCopy.Piece.Stored(0, 2));
    assertThat(copy.tag()).hasSize(17);
  }

  @Test
  void whatCannotBeReadIsNotSentAsStored() {
    ByteSource garbage = ByteSource.of(new byte[] {8, 0, 5, 0, 0, 0, 7, 7, 1});
    assertThatThrownBy(() -> CorrectedCopies.of(garbage, EXPLICIT, CORRECTION))
        .isInstanceOf(DicomParseException.class);
  }

  @Test
  void piecesAndLengthAreThoseOfTheSplices() {
    CorrectedCopy copy =
        new CorrectedCopy(
            100,
            List.of(
                new Splice(10, 0, new byte[3]),
                new Splice(10, 5, new byte[1]),
                new Splice(90, 10, new byte[0])));
    assertThat(copy.length()).isEqualTo(89);
    assertThat(copy.heldBytes()).isEqualTo(3 * 256 + 4);
    assertThat(copy.pieces()).hasSize(4);
    assertThat(copy.pieces().get(3)).isEqualTo(new CorrectedCopy.Piece.Stored(15, 75));
  }

  @Test
  void copiesHoldNoMoreMemoryThanThereIsRoom() {
    CopyRoom room = new CopyRoom(10 << 10);
    CopyRoom.Held one = room.open();
    one.take(5_000);
    one.take(5_000);
    CopyRoom.Held other = room.open();
    assertThatThrownBy(() -> other.take(1)).isInstanceOf(ProblemException.class);
    one.release();
    one.release();
    other.take(10 << 10);
    assertThatThrownBy(() -> one.take(1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().type()).isEqualTo(ProblemType.UNAVAILABLE));
    assertThatThrownBy(() -> other.take(1))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().type()).isEqualTo(ProblemType.CONFLICT));
  }
}
