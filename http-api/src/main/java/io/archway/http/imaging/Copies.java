package io.archway.http.imaging;

import io.archway.http.download.StoredFile;
import io.archway.http.kernel.Parameter;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyCorrection;
import io.archway.index.study.StudyDao;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Whether files are given out as received, or with their patient as known by now. */
final class Copies {

  static final Parameter<Boolean> RAW =
      Parameter.queryBoolean("raw")
          .or(false)
          .described(
              "As received, also where the patient was merged or corrected since. Otherwise the"
                  + " copy carries what is known now, and what was received in Original Attributes"
                  + " Sequence (0400,0561).");

  private Copies() {}

  /** Asks no more than the instance tells, unless a person has merged or corrected its patient. */
  static StoredFile.Found found(Handle handle, Instance instance, boolean raw) {
    boolean differs = instance.mayDiffer() && !raw;
    Optional<StudyCorrection> correction =
        differs
            ? handle
                .attach(StudyDao.class)
                .correction(instance.organizationKey(), instance.studyKey())
            : Optional.empty();
    return new StoredFile.Found(instance, correction.orElse(null));
  }
}
