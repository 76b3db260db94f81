/**
 * Data sets and features as values: samples, labels and layers, and synthetic sets.
 *
 * <p>What does not fit together is reported as a {@link dev.lamina.data.DataException} of one line.
 */
package dev.lamina.data;
