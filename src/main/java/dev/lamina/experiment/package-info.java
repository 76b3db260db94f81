/** Experiments: what one YAML file describes, run from data to a finished run directory. */
package dev.lamina.experiment;
