/** The HTML report of a run: draws what its files hold, and writes one self-contained page. */
package dev.lamina.report;
