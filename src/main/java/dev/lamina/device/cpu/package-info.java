/** The CPU device: OpenBLAS for dense linear algebra, plain Java for the rest. */
package dev.lamina.device.cpu;
