/** Programs that only the bundle holds: its test runner and what the record on a GPU compares and diagnoses. */
package dev.lamina.bundle;
