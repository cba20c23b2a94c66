package io.archway.index.order;

import io.archway.index.worklist.Origin;
import io.archway.index.worklist.PatientMedical;
import io.archway.index.worklist.RequestedProcedure;
import io.archway.index.worklist.ServiceRequest;
import io.archway.index.worklist.StepWish;
import io.archway.index.worklist.Visit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * One order as a file or message says it. In its parts null is what is not said, and "" what is
 * said to be nothing.
 *
 * @param orderId what its origin calls the order, unique within an office
 * @param procedureId what it calls this procedure of the order, or null
 * @param patient null only where an order is cancelled
 * @param saidAt when it was said, or null
 */
public record Order(
    OrderAction action,
    Origin origin,
    String orderId,
    String procedureId,
    OrderedPatient patient,
    PatientMedical medical,
    ServiceRequest request,
    RequestedProcedure procedure,
    Visit visit,
    List<StepWish> steps,
    Instant saidAt) {
  /** Divides the parts of an identifier that is made of several; none of them holds it. */
  public static final char DIVIDER = 1;

  private static final int MAX_ID = 100;
  private static final int DIGEST_DIGITS = 32;

  public Order {
    steps = List.copyOf(steps);
  }

  public Order withSteps(List<StepWish> others) {
    return new Order(
        action,
        origin,
        orderId,
        procedureId,
        patient,
        medical,
        request,
        procedure,
        visit,
        others,
        saidAt);
  }

  Order at(Instant time) {
    return new Order(
        action,
        origin,
        orderId,
        procedureId,
        patient,
        medical,
        request,
        procedure,
        visit,
        steps,
        time);
  }

  /** The same for two orders that say the same, whenever they say it. */
  public String digest() {
    return digest(at(null).toString());
  }

  /** An identifier that a key of a row has room for. */
  public static String bounded(String id) {
    return id.length() <= MAX_ID ? id : digest(id);
  }

  public static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, DIGEST_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What holds from now on, of what is said and what was known. */
  static String over(String said, String known) {
    return said == null ? known : said.isEmpty() ? null : said;
  }
}
