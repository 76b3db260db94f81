/** Programs that only the bundle holds: its test runner and the comparisons of the acceptance script. */
package dev.lamina.bundle;
