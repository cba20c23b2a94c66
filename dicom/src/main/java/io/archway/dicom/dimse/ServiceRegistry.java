package io.archway.dicom.dimse;

import io.archway.dicom.net.UpperLayerService;
import io.archway.dicom.net.UpperLayerUser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Which provider performs the operations of which abstract syntax. Immutable. */
public final class ServiceRegistry implements UpperLayerUser.Factory {

  private final Map<String, ServiceClassProvider> byAbstractSyntax;
  private final List<Family> families;

  private ServiceRegistry(Builder builder) {
    byAbstractSyntax = Map.copyOf(builder.byAbstractSyntax);
    families = List.copyOf(builder.families);
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The provider named for exactly this UID, else the first whose family it belongs to. */
  public Optional<ServiceClassProvider> find(String abstractSyntaxUid) {
    ServiceClassProvider exact = byAbstractSyntax.get(abstractSyntaxUid);
    if (exact != null) {
      return Optional.of(exact);
    }
    return families.stream()
        .filter(family -> family.member().test(abstractSyntaxUid))
        .map(Family::provider)
        .findFirst();
  }

  @Override
  public UpperLayerUser create(UpperLayerService service) {
    return new DimseSession(service, this);
  }

  private record Family(Predicate<String> member, ServiceClassProvider provider) {}

  /** Collects providers; an abstract syntax named twice is an error. */
  public static final class Builder {

    private final Map<String, ServiceClassProvider> byAbstractSyntax = new HashMap<>();
    private final List<Family> families = new ArrayList<>();

    private Builder() {}

    public Builder add(String abstractSyntaxUid, ServiceClassProvider provider) {
      if (byAbstractSyntax.putIfAbsent(abstractSyntaxUid, provider) != null) {
        throw new IllegalArgumentException(
            "abstract syntax " + abstractSyntaxUid + ": has a provider already");
      }
      return this;
    }

    /** For abstract syntaxes that no list can name, such as private storage classes. */
    public Builder addFamily(Predicate<String> abstractSyntaxUids, ServiceClassProvider provider) {
      families.add(new Family(abstractSyntaxUids, provider));
      return this;
    }

    public ServiceRegistry build() {
      return new ServiceRegistry(this);
    }
  }
}
