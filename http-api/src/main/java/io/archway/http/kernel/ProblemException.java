package io.archway.http.kernel;

/** Carries a {@link Problem} from where it is found to where the kernel renders it. */
public final class ProblemException extends RuntimeException {

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.type() + ": " + problem.message(), null, false, false);
    this.problem = problem;
  }

  public ProblemException(ProblemType type, String message) {
    this(Problem.of(type, message));
  }

  public Problem problem() {
    return problem;
  }
}
