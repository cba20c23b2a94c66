package io.archway.worklist.hl7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.archway.index.order.Order;
import io.archway.index.order.OrderAction;
import io.archway.index.order.OrderException;
import io.archway.index.study.CodedValue;
import io.archway.index.worklist.StepWish;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What messages order: every field that is read, and what is wrong with others, by its place. */
class Hl7OrdersTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  static final String ORM =
      """
      MSH|^~\\&|PMS|OFFICE|ARCHWAY|X|20261025103000||ORM^O01|77|P|2.3.1||||||8859/1
      PID|1||4711^^^PMS||M\u00FCller^J\u00FCrg^K^Jr^Dr||19701231|M|||||||||||ADM9
      PV1|1|O|WARD^R1^B2|||||55^Ref^Doc|||||||B6||||V77
      AL1|1|DA|L1^Latex
      AL1|2|DA|P1^Penicillin
      ORC|NW|P100|F200||SC||^^^20261026093000^^S|||||12^Ask^Ing|||||S^Surgery
      OBR|1|P100|F200|PAN^Panoramic^L^PX1^Pan adult^99L||||||||PACE^Pacemaker|alert|||12^Ask^Ing||A100|RP5|SPS6||||PX||||||WALK|17^Implant|||Smith&x
      NTE|1||first
      NTE|2||second
      OBX|1|NM|29463-7^Body weight^LN||81.5|kg
      ZDS|1.2.3^ARCHWAY^Application^DICOM
      """;

  static final String OMI =
      """
      MSH|^~\\&|PMS|OFFICE|||20261025||OMI^O23^OMI_O23|78|P|2.5.1||||||UNICODE UTF-8
      PID|||4711||Doe^John
      ORC|NW|P100
      TQ1|1||||||202610260930||R
      OBR|1|P100||CBCT^Cone beam^L
      OBX|1|CWE|82810-3^Pregnancy status^LN||LA15173-0^Pregnant^LN
      IPC|A1^PMS|RP1|1.2.9|S1|PX|C1^Pan^99L~C2|STN1||PAN1
      IPC|A1^PMS|RP1|1.2.9|S2|DX|C3^Ceph^99L|||CEPH1
      """;

  @Test
  void readsAnOrmMessage() {
    Order order = only(ORM, StandardCharsets.ISO_8859_1);
    assertThat(order.action()).isEqualTo(OrderAction.NEW);
    assertThat(order.orderId()).isEqualTo("p:P100^");
    assertThat(order.procedureId()).isEqualTo("r:RP5");
    assertThat(order.saidAt()).isEqualTo(Instant.parse("2026-10-25T09:30:00Z"));
    assertThat(order.patient().patientId()).isEqualTo("4711");
    assertThat(order.patient().issuer()).isEqualTo("PMS");
    assertThat(order.patient().name()).isEqualTo("M\u00FCller^J\u00FCrg^K^Dr^Jr");
    assertThat(order.patient().birthDate()).isEqualTo(LocalDate.of(1970, 12, 31));
    assertThat(order.patient().sex()).isEqualTo("M");
    assertThat(order.medical().weight()).isEqualByComparingTo("81.5");
    assertThat(order.medical().allergies()).isEqualTo("Latex\\Penicillin");
    assertThat(order.medical().medicalAlerts()).isEqualTo("alert");
    assertThat(order.medical().patientState()).isEqualTo("Pacemaker");
    assertThat(order.medical().pregnancyStatus()).isEqualTo(3);
    assertThat(order.request().accessionNumber()).isEqualTo("A100");
    assertThat(order.request().placerOrderNumber()).isEqualTo("P100");
    assertThat(order.request().fillerOrderNumber()).isEqualTo("F200");
    assertThat(order.request().requestingPhysicianName()).isEqualTo("Ask^Ing");
    assertThat(order.request().referringPhysicianName()).isEqualTo("Ref^Doc");
    assertThat(order.request().requestingService()).isEqualTo("Surgery");
    assertThat(order.procedure().studyInstanceUid()).isEqualTo("1.2.3");
    assertThat(order.procedure().code()).isEqualTo(new CodedValue("PAN", "L", "Panoramic"));
    assertThat(order.procedure().priority()).isEqualTo("STAT");
    assertThat(order.procedure().reason()).isEqualTo("Implant");
    assertThat(order.procedure().comments()).isEqualTo("first\r\nsecond");
    assertThat(order.visit().admissionId()).isEqualTo("V77");
    assertThat(order.visit().currentPatientLocation()).isEqualTo("WARD R1 B2");
    assertThat(order.visit().patientTransportArrangements()).isEqualTo("WALK");
    StepWish step = order.steps().get(0);
    assertThat(step.id()).isEqualTo("SPS6");
    assertThat(step.modality()).isEqualTo("PX");
    assertThat(step.startDate()).isEqualTo(LocalDate.of(2026, 10, 26));
    assertThat(step.startTime()).isEqualTo(LocalTime.of(9, 30));
    assertThat(step.description()).isEqualTo("Pan adult");
    assertThat(step.stationAeTitles()).isNull();
    assertThat(step.protocolCodes()).containsExactly(new CodedValue("PX1", "99L", "Pan adult"));
  }

  @Test
  void readsAnOmiMessageOfTwoSteps() {
    Order order = only(OMI, StandardCharsets.UTF_8);
    assertThat(order.request().accessionNumber()).isEqualTo("A1");
    assertThat(order.request().issuerOfAccessionNumber()).isEqualTo("PMS");
    assertThat(order.procedure().studyInstanceUid()).isEqualTo("1.2.9");
    assertThat(order.procedure().priority()).isEqualTo("ROUTINE");
    assertThat(order.medical().pregnancyStatus()).isEqualTo(3);
    assertThat(order.steps()).extracting(StepWish::id).containsExactly("S1", "S2");
    assertThat(order.steps()).extracting(StepWish::modality).containsExactly("PX", "DX");
    assertThat(order.steps().get(0).stationAeTitles()).containsExactly("PAN1");
    assertThat(order.steps().get(0).stationName()).isEqualTo("STN1");
    assertThat(order.steps().get(1).startTime()).isEqualTo(LocalTime.of(9, 30));
    assertThat(order.saidAt()).as("a day is no time").isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\r", "\n", "\r\n", "\r\r\n"})
  void segmentsEndAsSendersEndThem(String end) {
    assertThat(only(OMI.replace("\n", end), StandardCharsets.UTF_8).steps()).hasSize(2);
    String framed = "\u000B" + OMI.replace("\n", end) + "\u001C\r";
    assertThat(only(framed, StandardCharsets.UTF_8).steps()).hasSize(2);
    assertThat(only("\uFEFF" + OMI.replace("\n", end), StandardCharsets.UTF_8).steps()).hasSize(2);
  }

  @Test
  void batchesHoldSeveralMessages() {
    String batch = "FHS|^~\\&\nBHS|^~\\&\n" + ORM + OMI + "BTS|2\nFTS|1\n";
    assertThat(Hl7Reader.messages(batch.getBytes(StandardCharsets.UTF_8)))
        .extracting(Hl7Reader.Unread::controlId)
        .containsExactly("77", "78");
    String cut = "BHS|^~\\&\n" + ORM;
    assertThatThrownBy(() -> Hl7Reader.messages(cut.getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("without its end");
  }

  @Test
  void groupsAreOrdersAndThoseOfOneProcedureAreOne() {
    String message =
        """
        MSH|^~\\&|||||20261025||ORM^O01|1|P|2.3
        PID|||1||Doe
        ORC|NW|P1
        OBR|1|P1||A||||||||||||||AC1|RP1|S1||||PX
        ORC|NW|P1
        OBR|2|P1||B||||||||||||||AC1|RP1|S2||||CT
        ORC|NW|P2
        OBR|3|P2||C||||||||||||||AC2|RP2|S3||||IO
        ORC|XO|P3
        OBR|4|P3||D
        OBR|5|P3||E|||||||||||||||RP9
        ZDS|1.2.5
        """;
    List<Order> orders = orders(message);
    assertThat(orders)
        .extracting(Order::orderId)
        .containsExactly("p:P1^", "p:P2^", "p:P3^", "p:P3^");
    assertThat(orders.get(0).steps()).extracting(StepWish::id).containsExactly("S1", "S2");
    assertThat(orders)
        .extracting(order -> order.procedure().studyInstanceUid())
        .containsOnly("1.2.5");
    assertThat(orders.get(2).action()).isEqualTo(OrderAction.CHANGE);
    assertThat(orders.get(3).procedureId()).isEqualTo("r:RP9");
  }

  @Test
  void oneStepInSeveralPairsHasTheProtocolCodesOfAll() {
    String message =
        """
        MSH|^~\\&|||||20261025||ORM^O01|1|P|2.3
        PID|||1||Doe
        ORC|NW|P1
        OBR|1|P1||A^^^C1^One^99L|||||||||||||||RP1|S1
        ORC|NW|P1
        OBR|2|P1||A^^^C2^Two^99L|||||||||||||||RP1|S1
        """;
    List<StepWish> steps = orders(message).get(0).steps();
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0).protocolCodes())
        .extracting(CodedValue::value)
        .containsExactly("C1", "C2");
  }

  @ParameterizedTest
  @CsvSource({
    "NW,,NEW",
    "XO,,CHANGE",
    "RP,,CHANGE",
    "CA,,CANCEL",
    "DC,,CANCEL",
    "OC,,CANCEL",
    "SC,CA,CANCEL",
    "SC,IP,",
    "OK,,",
    "SN,,NEW"
  })
  void orderControlSaysWhatIsWanted(String control, String status, OrderAction action) {
    List<Order> orders =
        orders(
            "MSH|^~\\&|||||||ORM^O01|1|P|2.3\nPID|||1||Doe\nORC|%s|P1|||%s\nOBR|1|P1\n"
                .formatted(control, status == null ? "" : status));
    assertThat(orders)
        .extracting(Order::action)
        .containsExactlyElementsOf(Stream.ofNullable(action).toList());
  }

  @Test
  void ofSeveralIdentifiersThatOfThePracticeIsTaken() {
    List<Order> orders =
        orders(
            "MSH|^~\\&|||||||ORM^O01|1|P|2.5\nPID|||99^^^STATE^SS~47^^^PMS^PI||Doe\nORC|NW|P1\n");
    assertThat(orders.get(0).patient().patientId()).isEqualTo("47");
    assertThat(orders.get(0).patient().issuer()).isEqualTo("PMS");
  }

  @Test
  void anOrderThatIsReplacedIsCancelled() {
    List<Order> orders =
        orders(
            "MSH|^~\\&|||||||ORM^O01|1|P|2.3\nPID|||1||Doe\nORC|RP|P1\nOBR|1|P1\nORC|RO|P2\nOBR|1|P2\n");
    assertThat(orders)
        .extracting(Order::action)
        .containsExactly(OrderAction.CANCEL, OrderAction.NEW);
  }

  @Test
  void escapesAndOtherDelimitersAreRead() {
    Order order =
        only(
            "MSH#*@!%#a#b#c#d#20261025##OMG*O19#1#P#2.5\n"
                + "PID###1##Do!S!e!T!*J!E!n@Other###U\n"
                + "ORC#NW#P1\nOBR#1#P1##X*A!F!B !.br!two!X4142!!Zlocal!!H!bold!N!!Q!\n",
            StandardCharsets.UTF_8);
    assertThat(order.patient().name()).isEqualTo("Do*e%^J!n");
    assertThat(order.patient().sex()).isNull();
    assertThat(order.steps().get(0).description()).isEqualTo("A#B  twoABbold!Q!");
  }

  @Test
  void textIsReadByItsCharacterSet() throws Exception {
    String name =
        "MSH|^~\\&|||||||ORM^O01|1|P|2.5||||||%s\n"
            + "PID|||1||Yamada^Tarou^^^^^L^A~\u5C71\u7530^\u592A\u90CE^^^^^L^I\nORC|NW|P1\n";
    String expected = "Yamada^Tarou=\u5C71\u7530^\u592A\u90CE";
    assertThat(only(name.formatted("UNICODE UTF-8"), StandardCharsets.UTF_8).patient().name())
        .isEqualTo(expected);
    assertThat(
            only(name.formatted("ASCII~ISO IR87"), Charset.forName("ISO-2022-JP")).patient().name())
        .isEqualTo(expected);
    assertThat(only(name.formatted("ISO IR87"), Charset.forName("ISO-2022-JP")).patient().name())
        .isEqualTo(expected);
    assertThat(only(name.formatted(""), StandardCharsets.UTF_8).patient().name())
        .isEqualTo(expected);
    assertThatThrownBy(() -> only(name.formatted("BIG-5"), StandardCharsets.UTF_8))
        .isInstanceOf(OrderException.class)
        .hasMessageStartingWith("MSH-18: a character set that is not known");
    String latin2 =
        "MSH|^~\\&|||||||ORM^O01|1|P|2.5||||||8859/2\nPID|||1||\u0141ukasz\nORC|NW|P1\n";
    assertThat(only(latin2, Charset.forName("ISO-8859-2")).patient().name())
        .isEqualTo("\u0141ukasz");
  }

  @ParameterizedTest
  @CsvSource({
    "20261026,2026-10-26,",
    "2026102609,2026-10-26,09:00",
    "202610260930,2026-10-26,09:30",
    "20261026093015.1234,2026-10-26,09:30:15",
    "20261026093000+0000,2026-10-26,10:30",
    "20261026233000-0500,2026-10-27,05:30",
    "202610,,"
  })
  void timesAreAsPreciseAsTheyAre(String text, LocalDate date, LocalTime time) {
    StepWish step = only(withTime("20261025", text), StandardCharsets.UTF_8).steps().get(0);
    assertThat(step.startDate()).isEqualTo(date);
    assertThat(step.startTime()).isEqualTo(time);
  }

  @Test
  void theZoneOfTheMessageIsThatOfItsTimes() {
    StepWish step =
        only(withTime("20261025103000+0000", "202610260930"), StandardCharsets.UTF_8)
            .steps()
            .get(0);
    assertThat(step.startTime()).isEqualTo(LocalTime.of(10, 30));
  }

  private static String withTime(String message, String start) {
    return "MSH|^~\\&|||||%s||ORM^O01|1|P|2.5\nPID|||1||Doe\nORC|NW|P1\nTQ1|1||||||%s\nOBR|1\n"
        .formatted(message, start);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          4711^^^PMS ; ^^^PMS ; PID-3: missing, expected a patient identifier
          M\u00FCller^J\u00FCrg^K^Jr^Dr ; ~               ; PID-5: missing, expected a patient name
          19701231                 ; 31.12.1970           ; PID-7: expected a time as YYYY
          ORM^O01                  ; ADT^A01              ; MSH-9: ADT (expected: ORM^O01, OMI^O23, OMG^O19)
          ORC|NW                   ; ORC|PA               ; ORC-1: not supported
          ORC|NW                   ; ORC|                 ; ORC-1: missing, expected an order control
          A100                     ; A1000000000000000    ; OBR-18: 17 characters (expected: <= 16)
          ZDS|1.2.3                ; ZDS|1.2.x            ; ZDS-1: expected a UID
          20261026093000           ; 20261326093000       ; ORC-7: expected a time
          81.5|kg                  ; 81.5|stone           ; OBX-6: expected kg, g or lb
          81.5|kg                  ; heavy|kg             ; OBX-5: expected a number
          MSH|^~\\&                ; MSH|^^\\&            ; MSH-2: expected distinct
          8859/1                   ; KOI8-R               ; MSH-18: a character set that is not known
          ||||PX|                  ; ||||panoramic|       ; OBR-24: expected a modality
          NTE|1                    ; nte                  ; a line that is no segment
          """)
  void whatIsWrongIsSaidByItsPlace(String found, String instead, String problem) {
    assertThat(ORM).contains(found.strip());
    String changed =
        ORM.replaceFirst(Pattern.quote(found.strip()), Matcher.quoteReplacement(instead));
    assertThatThrownBy(() -> only(changed, StandardCharsets.ISO_8859_1))
        .isInstanceOf(OrderException.class)
        .hasMessageStartingWith(problem);
  }

  @Test
  void anOrderWithoutAnyNumberIsNone() {
    assertThatThrownBy(
            () -> orders("MSH|^~\\&|||||||ORM^O01|1|P|2.3\nPID|||1||Doe\nORC|NW\nOBR|1\n"))
        .hasMessageStartingWith("ORC-2: missing, expected a placer order number");
  }

  @Test
  void whateverIsChangedItIsOrdersOrAProblem() {
    Random random = new Random(1);
    String spare = "|^~\\&\"\r\n \u000B\u001CMSHPIDORC019+.-";
    for (String message : List.of(ORM, OMI, "FHS|^~\\&\n" + OMI + "FTS\n")) {
      byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
      for (int run = 0; run < 5_000; run++) {
        byte[] changed = bytes.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
          changed[random.nextInt(changed.length)] =
              random.nextInt(4) == 0
                  ? (byte) random.nextInt(256)
                  : (byte) spare.charAt(random.nextInt(spare.length()));
        }
        read(changed);
      }
    }
  }

  static void read(byte[] bytes) {
    List<Hl7Reader.Unread> messages;
    try {
      messages = Hl7Reader.messages(bytes);
    } catch (OrderException e) {
      return;
    }
    for (Hl7Reader.Unread message : messages) {
      assertThat(message.controlId()).doesNotContain("\n");
      try {
        assertThat(message.orders(ZONE)).hasSizeLessThanOrEqualTo(100);
      } catch (OrderException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @Test
  void numbersOfPartsAreLimited() {
    String head = "MSH|^~\\&|||||||ORM^O01|1|P|2.3\nPID|||1||Doe\n";
    assertThatThrownBy(() -> orders(head + "ORC|NW|P1" + "|".repeat(500)))
        .hasMessage("ORC: too many parts (expected: <= 500)");
    assertThatThrownBy(() -> orders(head + "ORC|NW|P1\n".repeat(101)))
        .hasMessage("101 orders (expected: <= 100)");
    assertThatThrownBy(() -> orders(head + "NTE|\n".repeat(5_000)))
        .hasMessage("5002 segments (expected: <= 5000)");
    byte[] lines = ("MSH\n" + "A\n".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> Hl7Reader.messages(lines)).hasMessageContaining("expected: <= 100000");
  }

  private static Order only(String text, Charset charset) {
    List<Order> orders = new ArrayList<>();
    Hl7Reader.messages(text.getBytes(charset))
        .forEach(message -> orders.addAll(message.orders(ZONE)));
    assertThat(orders).hasSize(1);
    return orders.get(0);
  }

  private static List<Order> orders(String text) {
    return Hl7Reader.messages(text.getBytes(StandardCharsets.UTF_8)).get(0).orders(ZONE);
  }
}
