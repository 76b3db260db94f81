/**
 * CUDA's libraries and JCuda's natives: where they are looked for, which are chosen, and how they get into the JVM.
 *
 * <p>{@link dev.lamina.device.cuda.library.CudaLibraries} is all that the CUDA device and the {@code doctor} command
 * see.
 */
package dev.lamina.device.cuda.library;
