package io.archway.testdata;

/** What a synthetic study can hold. */
public enum SampleKind {
  /** A CBCT volume as a series of single CT slices. */
  CBCT_SLICES,
  /** The same volume as one multi-frame X-Ray 3D Craniofacial object. */
  CBCT_MULTI_FRAME,
  /** The same volume as one Enhanced CT object. */
  ENHANCED_CT,
  /** A panoramic radiograph, for processing and for presentation. */
  PANORAMIC,
  /** A lateral cephalometric radiograph. */
  CEPHALOMETRIC,
  /** 18 intra-oral radiographs: 14 periapicals and 4 bitewings. */
  FULL_MOUTH,
  /** A colour photograph, JPEG baseline. */
  PHOTOGRAPH,
  /** An encapsulated PDF document. */
  PDF,
  /** An encapsulated STL surface model. */
  STL
}
