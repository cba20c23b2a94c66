package io.archway.http.imaging;

import io.archway.http.imaging.StudyView.CodeView;
import io.archway.http.imaging.StudyView.ImageView;
import io.archway.http.imaging.StudyView.SeriesView;
import io.archway.index.study.AnatomyCode;
import io.archway.index.study.Instance;
import io.archway.index.study.Series;
import io.archway.index.study.Study;
import io.archway.index.study.StudyDao;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Puts a study together from its rows: four bounded queries, whatever the number of series. */
final class StudyReading {

  static final int MAX_SERIES = 1_000;
  static final int MAX_INSTANCES = 2_000;
  private static final int MAX_CODES = 10_000;

  private final Map<Long, List<Instance>> bySeries;
  private final Map<Long, List<AnatomyCode>> byInstance;

  private StudyReading(List<Instance> instances, List<AnatomyCode> codes) {
    bySeries = instances.stream().collect(Collectors.groupingBy(Instance::seriesKey));
    byInstance = codes.stream().collect(Collectors.groupingBy(AnatomyCode::instanceKey));
  }

  static StudyView of(StudyDao studies, long organizationKey, long studyKey) {
    Study study = studies.find(organizationKey, studyKey).orElseThrow();
    List<Series> series = studies.series(organizationKey, studyKey, MAX_SERIES);
    List<Instance> instances = studies.instances(organizationKey, studyKey, 0, MAX_INSTANCES);
    List<AnatomyCode> codes = studies.anatomy(organizationKey, studyKey, MAX_CODES);
    boolean complete =
        series.size() < MAX_SERIES && instances.size() < MAX_INSTANCES && codes.size() < MAX_CODES;
    StudyReading reading = new StudyReading(instances, codes);
    return StudyView.of(study, complete, series.stream().map(reading::view).toList());
  }

  private SeriesView view(Series series) {
    return new SeriesView(
        series.seriesInstanceUid(),
        series.modality(),
        series.seriesNumber(),
        series.description(),
        series.seriesDate(),
        Times.text(series.seriesTime()),
        series.bodyPartExamined(),
        series.laterality(),
        series.protocolName(),
        series.stationName(),
        series.manufacturer(),
        series.manufacturerModelName(),
        series.instanceCount(),
        series.sizeBytes(),
        bySeries.getOrDefault(series.seriesKey(), List.of()).stream().map(this::view).toList());
  }

  private ImageView view(Instance instance) {
    List<AnatomyCode> codes = byInstance.getOrDefault(instance.instanceKey(), List.of());
    return new ImageView(
        instance.sopInstanceUid(),
        instance.sopClassUid(),
        instance.transferSyntaxUid(),
        instance.instanceNumber(),
        instance.numberOfFrames(),
        instance.imageRows(),
        instance.imageColumns(),
        instance.documentTitle(),
        instance.byteLength(),
        instance.sha256(),
        instance.version(),
        instance.receivedAt(),
        codes(codes, AnatomyCode.TOOTH).stream().map(CodeView::value).toList(),
        codes(codes, AnatomyCode.REGION),
        codes(codes, AnatomyCode.VIEW),
        codes(codes, AnatomyCode.LATERALITY).stream()
            .map(CodeView::value)
            .findFirst()
            .orElse(null));
  }

  private static List<CodeView> codes(List<AnatomyCode> codes, String kind) {
    return codes.stream()
        .filter(code -> code.kind().equals(kind))
        .map(code -> new CodeView(code.codeValue(), code.codingScheme(), code.codeMeaning()))
        .toList();
  }
}
