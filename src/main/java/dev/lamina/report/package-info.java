/** The HTML report of a run: reads a run directory, draws its charts, and writes one self-contained page. */
package dev.lamina.report;
