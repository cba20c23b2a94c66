package io.archway.dicom.net;

/**
 * The service-user of an association (PS3.8 7): what the upper layer indicates to it. Event loop
 * only.
 */
public interface UpperLayerUser {

  /** P-DATA indication. The content is the caller's and valid during the call. */
  void onFragment(PDataFragment fragment);

  /**
   * A-RELEASE indication: answer with {@link UpperLayerService#confirmRelease()}, soon or later.
   */
  void onReleaseRequest();

  /** The peer takes data again after {@link UpperLayerService#isWritable()} was false. */
  void onWritable();

  /** The acceptor closes: finish what runs, take nothing new, then abort. */
  void onClosing();

  /** The association is over. The last call. */
  void onEnded(AssociationSummary summary);

  /** Makes the user of each association once it is established. */
  @FunctionalInterface
  interface Factory {
    UpperLayerUser create(UpperLayerService service);
  }
}
