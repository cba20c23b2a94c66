package io.archway.gateway.lifecycle;

import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.gateway.home.Home;
import io.archway.gateway.home.Stopped;
import io.archway.gateway.settings.SettingsLoader;
import io.archway.testdata.SampleObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A gateway in this process on free ports, and what tests ask of it. */
final class LocalGateway implements AutoCloseable {
  static final String PASSWORD = "correct horse";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Gateway gateway;

  private LocalGateway(Gateway gateway) {
    this.gateway = gateway;
  }

  /**
   * @param changed settings as variables of the environment
   */
  static LocalGateway start(Path home, Map<String, String> changed) throws Exception {
    return start(Home.open(home), changed);
  }

  static LocalGateway start(Home home, Map<String, String> changed) throws Exception {
    return start(home, changed, InstantSource.system());
  }

  static LocalGateway start(Home home, Map<String, String> changed, InstantSource clock)
      throws Exception {
    Map<String, String> environment = new TreeMap<>();
    environment.put("ARCHWAY_DICOM_PORT", "0");
    environment.put("ARCHWAY_HTTP_PORT", "0");
    environment.put("ARCHWAY_ADMIN_PASSWORD", PASSWORD);
    environment.put("ARCHWAY_STORE_MINIMUM_FREE_SPACE", "0B");
    environment.putAll(changed);
    return new LocalGateway(
        Gateway.start(new SettingsLoader().environment(environment).load(), home, clock));
  }

  int dicomPort() {
    return gateway.dicomPort();
  }

  int httpPort() {
    return gateway.httpPort();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + gateway.httpPort() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  AssociationRequester connect(PresentationContextProposal... proposals) throws IOException {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.dicomPort());
    return AssociationRequester.connect(
        RequesterSettings.of(address, "TEST", "ARCHWAY"), List.of(proposals));
  }

  static PresentationContextProposal context(int id, SampleObject object) {
    return new PresentationContextProposal(
        id, object.sopClassUid(), List.of(object.transferSyntax().uid()));
  }

  /** In the context of that id. */
  static DimseResult store(AssociationRequester requester, int contextId, SampleObject object)
      throws IOException {
    return requester.store(
        StoreRequest.of(contextId, object.sopClassUid(), object.sopInstanceUid()),
        Channels.newChannel(new ByteArrayInputStream(object.dataSetBytes())),
        bytes -> {});
  }

  Stopped stop(Duration time) {
    return gateway.stop(time);
  }

  @Override
  public void close() {
    gateway.close();
  }
}
