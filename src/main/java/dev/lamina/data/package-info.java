/**
 * Data sets and features: readers of the formats that others write, synthetic sets and a packaged real one.
 *
 * <p>Every reader reports what it cannot read as a {@link dev.lamina.data.DataException} of one line.
 */
package dev.lamina.data;
