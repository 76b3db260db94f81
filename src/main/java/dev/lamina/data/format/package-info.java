/**
 * Readers, and a writer, of the formats that others write, and the sets that are published in them.
 *
 * <p>Every reader reports what it cannot read as a {@link dev.lamina.data.DataException} of one line.
 */
package dev.lamina.data.format;
