package io.archway.http.imaging.upload;

import io.archway.http.imaging.PatientSex;
import io.archway.http.kernel.Rule;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** The fields of an upload, as the documents tell them; {@link UploadFields} reads them. */
record UploadForm(
    List<ByteBuffer> file,
    @Rule.Matches(value = UploadFields.STATUS_FORM, meaning = UploadFields.STATUS_MEANING)
        String status,
    @Rule.Size(max = UploadFields.MAX_DESCRIPTION) String description,
    @Rule.Size(max = UploadFields.MAX_TEXT) String category,
    Map<String, Object> meta,
    Boolean isDicom,
    @Rule.Size(max = UploadFields.MAX_TEXT) String patientId,
    @Rule.Size(max = UploadFields.MAX_NAME) String patientName,
    String patientDob,
    @Rule.Matches(value = PatientSex.PATTERN, meaning = PatientSex.MEANING) String patientGender,
    Long officeId,
    Long worklistId,
    @Rule.Name("s3_object") String s3Object,
    @Rule.Name("s3_objects") List<String> s3Objects) {}
