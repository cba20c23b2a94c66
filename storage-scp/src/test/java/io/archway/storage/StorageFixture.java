package io.archway.storage;

import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseRequest;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.ServiceClassProvider;
import io.archway.dicom.dimse.ServiceRegistry;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.dimse.VerificationScp;
import io.archway.dicom.net.AssociationAcceptor;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.index.association.AssociationDao;
import io.archway.index.association.AssociationFilter;
import io.archway.index.association.AssociationRow;
import io.archway.index.database.DatabaseSettings;
import io.archway.index.database.PageRequest;
import io.archway.index.disk.Disk;
import io.archway.index.store.ObjectLocation;
import io.archway.index.study.Instance;
import io.archway.index.study.StudyDao;
import io.archway.ingest.IngestFixture;
import io.archway.ingest.IngestSettings;
import io.archway.ingest.Verdict;
import io.archway.ingest.catalog.CatalogSettings;
import io.archway.testdata.SampleObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The storage SCP as the program wires it, listening on a free port, over a whole way in. */
final class StorageFixture implements AutoCloseable {
  static final long ORGANIZATION = 1;

  final IngestFixture ingest;
  final ReadPauses pauses = new ReadPauses();
  final AssociationRecorder recorder;
  private final RefusalLog refusals;
  private final CalledAeTitles calledAeTitles;
  private final AssociationAcceptor acceptor;
  private boolean stopped;

  private StorageFixture(IngestFixture ingest) throws IOException {
    this.ingest = ingest;
    this.recorder =
        new AssociationRecorder(
            ingest.database, CatalogSettings.DEFAULT.storeName(), ingest.catalog::organizationOf);
    recorder.start();
    this.refusals = new RefusalLog(recorder);
    this.calledAeTitles = new CalledAeTitles(ingest.database);
    calledAeTitles.start();
    this.acceptor =
        AssociationAcceptor.start(
            AssociationAcceptor.Settings.onPort(0), policy(), services(), refusals, null);
  }

  static StorageFixture on(Disk disk) throws IOException {
    return on(disk, IngestFixture.settings());
  }

  static StorageFixture on(Disk disk, IngestSettings settings) throws IOException {
    return new StorageFixture(IngestFixture.on(disk, settings));
  }

  /** With an index that does not lie on the disk. */
  static StorageFixture on(Disk disk, IngestSettings settings, DatabaseSettings index)
      throws IOException {
    return new StorageFixture(IngestFixture.on(disk, settings, index));
  }

  private StoragePolicy policy() {
    return new StoragePolicy(
        Set.of(),
        address -> true,
        Set.of(),
        Set.of(Uids.VERIFICATION),
        calledAeTitles,
        () -> Optional.ofNullable(ingest.intake.refusalNow()).map(Verdict.Refused::detail));
  }

  private ServiceRegistry services() {
    ServiceClassProvider storage =
        new StorageScp(ingest.intake, recorder::keyOf, verdict -> {}, refusals, Set.of());
    return ServiceRegistry.builder()
        .add(Uids.VERIFICATION, new VerificationScp())
        .addFamily(
            uid -> true,
            (request, responder) ->
                pauses.guarded(
                    storage.onRequest(
                        new DimseRequest(
                            pauses.counted(request.association()),
                            request.context(),
                            request.operation(),
                            request.command()),
                        pauses.counted(responder))))
        .build();
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), acceptor.port());
  }

  /** Ends what is running, and the recorder's writing with it. */
  @Override
  public void close() throws IOException {
    stopListening();
    ingest.close();
  }

  /** Afterwards every association has its row, ended. */
  void stopListening() {
    if (stopped) {
      return;
    }
    stopped = true;
    acceptor.close();
    calledAeTitles.close();
    recorder.close();
  }

  AssociationRequester connect(SampleObject... objects) throws IOException {
    return connect("SCANNER", "ARCHWAY", objects);
  }

  AssociationRequester connect(String calling, String called, SampleObject... objects)
      throws IOException {
    return connect(address(), calling, called, objects);
  }

  /**
   * Proposes a context for each class and transfer syntax, and Verification where none is named.
   */
  static AssociationRequester connect(
      InetSocketAddress to, String calling, String called, SampleObject... objects)
      throws IOException {
    Set<List<String>> wanted = new LinkedHashSet<>();
    for (SampleObject object : objects) {
      wanted.add(List.of(object.sopClassUid(), object.transferSyntax().uid()));
    }
    if (wanted.isEmpty()) {
      wanted.add(List.of(Uids.VERIFICATION, Uids.IMPLICIT_VR_LITTLE_ENDIAN));
    }
    List<PresentationContextProposal> proposals = new ArrayList<>();
    for (List<String> each : wanted) {
      proposals.add(
          new PresentationContextProposal(
              2 * proposals.size() + 1, each.get(0), List.of(each.get(1))));
    }
    return AssociationRequester.connect(RequesterSettings.of(to, calling, called), proposals);
  }

  static int contextOf(AssociationRequester scanner, SampleObject object) {
    return scanner
        .contextFor(object.sopClassUid(), List.of(object.transferSyntax().uid()))
        .orElseThrow()
        .id();
  }

  static DimseResult store(AssociationRequester scanner, SampleObject object) throws IOException {
    return store(scanner, object, object.dataSetBytes());
  }

  /** Sends these bytes as the data set of that object. */
  static DimseResult store(AssociationRequester scanner, SampleObject object, byte[] dataSet)
      throws IOException {
    StoreRequest request =
        StoreRequest.of(contextOf(scanner, object), object.sopClassUid(), object.sopInstanceUid());
    return store(scanner, request, dataSet);
  }

  static DimseResult store(AssociationRequester scanner, StoreRequest request, byte[] dataSet)
      throws IOException {
    return scanner.store(
        request, Channels.newChannel(new ByteArrayInputStream(dataSet)), sent -> {});
  }

  /** One object over an association of its own. */
  DimseResult storeAlone(SampleObject object) throws IOException {
    try (AssociationRequester scanner = connect(object)) {
      return store(scanner, object);
    }
  }

  List<Instance> versions(SampleObject object) {
    return ingest.dao(StudyDao.class).versions(ORGANIZATION, object.sopInstanceUid());
  }

  byte[] dataSet(Instance instance) throws IOException {
    byte[] file =
        ingest.file(
            new ObjectLocation(instance.container(), instance.byteOffset(), instance.byteLength()));
    return Arrays.copyOfRange(file, instance.dataSetOffset(), file.length);
  }

  /** Newest first. */
  List<AssociationRow> associations() {
    return ingest
        .dao(AssociationDao.class)
        .page(ORGANIZATION, AssociationFilter.ALL, new PageRequest(1, 100))
        .rows();
  }

  /** Files of objects that do not lie in the log itself. */
  List<String> largeFiles() throws IOException {
    List<String> files = new ArrayList<>();
    if (ingest.disk.isFolder("large")) {
      for (String folder : ingest.disk.list("large")) {
        for (String file : ingest.disk.list("large/" + folder)) {
          files.add(folder + "/" + file);
        }
      }
    }
    return files;
  }
}
