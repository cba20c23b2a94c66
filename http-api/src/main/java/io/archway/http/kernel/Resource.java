package io.archway.http.kernel;

import java.util.List;

/** A few endpoints on one subject. The list stands at the top of the implementing class. */
public interface Resource {

  /** The subject as the documents name it: {@code patient}. */
  String name();

  List<Endpoint> endpoints();
}
