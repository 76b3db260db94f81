package dev.lamina.device.cuda;

/**
 * What tests make small, or apart, so that what a GPU does with large inputs happens in every test.
 *
 * @param panelBytes scratch memory for panels of features
 * @param residentBytes shared memory that a resident kernel may have, if the GPU has so much; {@link #NO_RESIDENTS} for
 *     none
 * @param mostBlocks of a kernel over elements, which loops over those that are left
 * @param mostRows of a grid, beyond which kernels loop over members
 * @param apart whether each matrix of a plan has memory of its own, so that a kernel which leaves one is seen
 */
record Variant(long panelBytes, long residentBytes, int mostBlocks, int mostRows, boolean apart) {

  /** Less than any kernel needs. */
  static final long NO_RESIDENTS = -1;

  /** More blocks only cost time to start, and a grid's second dimension ends at 65,535. */
  static final Variant USUAL = new Variant(Panels.BYTES, Long.MAX_VALUE, 8192, 65535, false);
}
