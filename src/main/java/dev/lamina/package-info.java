/** Lamina: what does each layer of a deep network do to its features? */
package dev.lamina;
