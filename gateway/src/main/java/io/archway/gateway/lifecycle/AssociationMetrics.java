package io.archway.gateway.lifecycle;

import io.archway.dicom.dimse.DimseOperation;
import io.archway.dicom.dimse.DimseStatus;
import io.archway.dicom.net.Association;
import io.archway.dicom.net.AssociationListener;
import io.archway.dicom.net.AssociationSummary;
import io.archway.dicom.net.PresentationContext;
import io.archway.dicom.net.PresentationContextResult;
import io.archway.dicom.net.RejectReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What happens on the DICOM port, in numbers. Labels are words of enums and status codes of ours,
 * never what a peer sent. Thread-safe.
 */
final class AssociationMetrics implements AssociationListener {
  private static final String ENDED = "archway.dicom.associations";
  private static final String REJECTED = "archway.dicom.associations.rejected";
  private static final String CONTEXTS = "archway.dicom.presentation.contexts";
  private static final String OPERATIONS = "archway.dicom.operations";
  private static final String OTHER = "other";
  private static final Set<String> KNOWN_OPERATIONS =
      Arrays.stream(DimseOperation.values())
          .map(DimseOperation::label)
          .collect(Collectors.toUnmodifiableSet());

  private record Operation(String name, int status) {}

  private final MeterRegistry registry;
  private final AssociationListener next;
  private final Map<Operation, Counter> operations = new ConcurrentHashMap<>();

  // Guarded by this.
  private final Set<Association> running = new HashSet<>();
  private long receivedOverEnded;

  /**
   * @param next is told everything too
   */
  AssociationMetrics(MeterRegistry registry, AssociationListener next) {
    this.registry = registry;
    this.next = next;
  }

  /** Every series begins at zero, so that its first event is an increase. */
  void register() {
    for (AssociationSummary.End end : AssociationSummary.End.values()) {
      ended(end).increment(0);
    }
    for (RejectReason reason : RejectReason.values()) {
      rejected(reason).increment(0);
    }
    for (PresentationContextResult.Result result : PresentationContextResult.Result.values()) {
      contexts(result).increment(0);
    }
    count(DimseOperation.C_STORE.label(), DimseStatus.SUCCESS.code(), 0);
    Gauge.builder("archway.dicom.associations.running", this, AssociationMetrics::running)
        .description("Associations that are established now")
        .register(registry);
    FunctionCounter.builder("archway.dicom.received", this, AssociationMetrics::bytesReceived)
        .baseUnit("bytes")
        .description("Bytes that came over associations")
        .register(registry);
  }

  private synchronized double running() {
    return running.size();
  }

  private synchronized double bytesReceived() {
    return receivedOverEnded + running.stream().mapToLong(Association::bytesReceived).sum();
  }

  @Override
  public void onEstablished(Association association) {
    synchronized (this) {
      running.add(association);
    }
    countContexts(association.presentationContexts());
    next.onEstablished(association);
  }

  @Override
  public void onOperation(String operation, int status) {
    count(operation, status, 1);
    next.onOperation(operation, status);
  }

  private void count(String operation, int status, int times) {
    String known = KNOWN_OPERATIONS.contains(operation) ? operation : OTHER;
    operations.computeIfAbsent(new Operation(known, status), this::counter).increment(times);
  }

  private Counter counter(Operation operation) {
    String status = String.format(Locale.ROOT, "%04X", operation.status());
    return Counter.builder(OPERATIONS)
        .description("Operations by their final status")
        .tags("operation", operation.name(), "status", status)
        .register(registry);
  }

  @Override
  public void onRejected(AssociationSummary summary) {
    if (summary.end() == AssociationSummary.End.REJECTED) {
      rejected(RejectReason.of(summary.source(), summary.reason())).increment();
    }
    ended(summary);
    next.onRejected(summary);
  }

  @Override
  public void onEnded(AssociationSummary summary) {
    ended(summary);
    next.onEnded(summary);
  }

  private void ended(AssociationSummary summary) {
    synchronized (this) {
      running.removeIf(association -> association.id() == summary.id());
      receivedOverEnded += summary.bytesReceived();
    }
    ended(summary.end()).increment();
  }

  private void countContexts(List<PresentationContext> proposed) {
    proposed.forEach(context -> contexts(context.result()).increment());
  }

  private Counter ended(AssociationSummary.End end) {
    return counter(ENDED, "Associations that are over, by how they ended", "end", end);
  }

  private Counter rejected(RejectReason reason) {
    return counter(
        REJECTED, "Associations rejected, by the reason that was sent", "reason", reason);
  }

  private Counter contexts(PresentationContextResult.Result result) {
    return counter(CONTEXTS, "Presentation contexts proposed, by result", "result", result);
  }

  private Counter counter(String name, String description, String label, Enum<?> value) {
    return Counter.builder(name)
        .description(description)
        .tag(label, value.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }
}
