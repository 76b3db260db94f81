/**
 * What was measured, as plain values, and the files of a run: their names, JSON and CSV are written and read here and
 * nowhere else. Nothing here knows a device or a network.
 */
package dev.lamina.result;
