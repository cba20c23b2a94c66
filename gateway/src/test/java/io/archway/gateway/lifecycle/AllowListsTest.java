package io.archway.gateway.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.archway.dicom.dict.Uids;
import io.archway.dicom.dimse.AssociationRejectedException;
import io.archway.dicom.dimse.AssociationRequester;
import io.archway.dicom.dimse.DimseResult;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.dicom.dimse.RequesterSettings;
import io.archway.dicom.dimse.StoreRequest;
import io.archway.dicom.net.PresentationContextProposal;
import io.archway.dicom.net.RejectReason;
import io.archway.gateway.settings.SettingsException;
import io.archway.testdata.SampleObject;
import io.archway.testdata.Samples;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may associate and for what, as the settings say it; each refusal can be read over HTTP. */
class AllowListsTest {
  private static final SampleObject OBJECT = Samples.tiny(1);

  @TempDir private Path home;

  @Test
  void aCallingAeTitleThatIsNotAmongThoseAllowedIsRefused() throws Exception {
    try (LocalGateway gateway =
        start("ARCHWAY_DICOM_ALLOWED_CALLING_AE_TITLES", "CBCT, PANO X ,SENSOR 2")) {
      assertThat(refused(gateway, "STRANGER").summary().reason())
          .isEqualTo(RejectReason.CALLING_AE_TITLE_NOT_RECOGNIZED.code());
      assertThat(refused(gateway, "CBC").summary().permanent()).isTrue();
      assertThat(refused(gateway, "cbct").summary().permanent()).isTrue();
      for (String allowed : List.of("CBCT", "PANO X", "SENSOR 2")) {
        assertThat(stored(gateway, allowed)).isZero();
      }

      List<JsonNode> rows = rows(gateway, 6);
      assertThat(rows)
          .extracting(row -> row.get("state").asText())
          .containsExactly("released", "released", "released", "rejected", "rejected", "rejected");
      assertThat(rows.get(5).get("calling_ae_title").asText()).isEqualTo("STRANGER");
      assertThat(rows.get(5).get("reason").asText())
          .contains("calling AE title STRANGER is not among those allowed");
      assertThat(rows.get(5).get("accepted_contexts").asInt()).isZero();
    }
  }

  @Test
  void anAddressThatIsNotAmongThoseAllowedIsRefusedWhateverItCalls() throws Exception {
    try (LocalGateway gateway = start("ARCHWAY_DICOM_ALLOWED_ADDRESSES", "192.0.2.7,10.0.0.0/8")) {
      AssociationRejectedException refused = refused(gateway, "CBCT");
      assertThat(refused.summary().permanent()).isTrue();
      assertThat(refused.summary().reason()).isEqualTo(RejectReason.NO_REASON.code());

      JsonNode row = rows(gateway, 1).get(0);
      assertThat(row.get("state").asText()).isEqualTo("rejected");
      assertThat(row.get("address").asText()).isEqualTo("127.0.0.1");
      assertThat(row.get("reason").asText())
          .contains("address 127.0.0.1 is not among those allowed");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "192.0.2.7, 127.0.0.0/8", "::1,::ffff:127.0.0.1"})
  void anAddressThatIsAllowedOrInANetworkThatIsMayAssociate(String allowed) throws Exception {
    try (LocalGateway gateway = start("ARCHWAY_DICOM_ALLOWED_ADDRESSES", allowed)) {
      assertThat(stored(gateway, "CBCT")).isZero();
      assertThat(rows(gateway, 1).get(0).get("objects_stored").asInt()).isEqualTo(1);
    }
  }

  /** Else nobody could associate, and nobody would know why. */
  @ParameterizedTest
  @ValueSource(strings = {"scanner.example", "10.0.0", "10.0.0.0/33", "10.0.0.*", "fd00::/129"})
  void whatIsNoAddressIsRefusedAtStart(String wrong) {
    assertThatThrownBy(() -> start("ARCHWAY_DICOM_ALLOWED_ADDRESSES", wrong))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("dicom.allowedAddresses: " + wrong)
        .hasMessageContaining("expected: an address, or a network");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeniedClassGetsNoContextAndTheOthersDo(boolean byPrefix) throws Exception {
    String entry = byPrefix ? "1.2.840.10008.5.1.4.1.1." : OBJECT.sopClassUid();
    try (LocalGateway gateway = start("ARCHWAY_DICOM_DENIED_SOP_CLASSES", entry)) {
      String other = byPrefix ? "1.2.3.4" : Uids.SECONDARY_CAPTURE_IMAGE_STORAGE;
      try (AssociationRequester scanner =
          connect(gateway, "CBCT", proposal(1, OBJECT.sopClassUid()), proposal(3, other))) {
        assertThat(scanner.contextFor(OBJECT.sopClassUid(), syntaxes())).isEmpty();
        assertThat(scanner.contextFor(other, syntaxes())).isPresent();
        DimseResult result = send(scanner, 3);
        assertThat(result.status()).isEqualTo(DimseStatus.SOP_CLASS_NOT_SUPPORTED.code());
        assertThat(result.errorComment()).contains("denied");
      }

      JsonNode row = rows(gateway, 1).get(0);
      assertThat(row.get("state").asText()).isEqualTo("released");
      assertThat(row.get("objects_stored").asInt()).isZero();
      assertThat(row.get("objects_failed").asInt()).isEqualTo(1);
      JsonNode contexts =
          ApiCaller.signIn(gateway)
              .get("/api/association/" + row.get("id").asLong())
              .get("presentation_contexts");
      assertThat(contexts.get(0).get("result").asText()).isEqualTo("abstract_syntax_not_supported");
      assertThat(contexts.get(0).get("reason").asText()).contains("dicom.deniedSopClasses");
      assertThat(contexts.get(1).get("result").asText()).isEqualTo("accepted");
    }
  }

  private LocalGateway start(String variable, String value) throws Exception {
    return LocalGateway.start(home, Map.of(variable, value));
  }

  private static AssociationRejectedException refused(LocalGateway gateway, String calling) {
    return catchThrowableOfType(
        AssociationRejectedException.class,
        () -> connect(gateway, calling, proposal(1, OBJECT.sopClassUid())).close());
  }

  private static int stored(LocalGateway gateway, String calling) throws IOException {
    try (AssociationRequester scanner =
        connect(gateway, calling, proposal(1, OBJECT.sopClassUid()))) {
      return send(scanner, 1).status();
    }
  }

  private static DimseResult send(AssociationRequester scanner, int context) throws IOException {
    return scanner.store(
        StoreRequest.of(context, OBJECT.sopClassUid(), OBJECT.sopInstanceUid()),
        Channels.newChannel(new ByteArrayInputStream(OBJECT.dataSetBytes())),
        sent -> {});
  }

  private static AssociationRequester connect(
      LocalGateway gateway, String calling, PresentationContextProposal... proposals)
      throws IOException {
    InetSocketAddress to =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.dicomPort());
    return AssociationRequester.connect(
        RequesterSettings.of(to, calling, "ARCHWAY"), List.of(proposals));
  }

  private static PresentationContextProposal proposal(int id, String sopClassUid) {
    return new PresentationContextProposal(id, sopClassUid, syntaxes());
  }

  private static List<String> syntaxes() {
    return List.of(OBJECT.transferSyntax().uid());
  }

  /** Newest first, once all have ended. */
  private static List<JsonNode> rows(LocalGateway gateway, int count) throws Exception {
    ApiCaller caller = ApiCaller.signIn(gateway);
    return await()
        .until(
            () -> caller.get("/api/association").get("data").valueStream().toList(),
            rows ->
                rows.size() == count
                    && rows.stream().noneMatch(row -> row.get("state").asText().equals("running")));
  }
}
