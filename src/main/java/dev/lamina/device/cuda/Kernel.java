package dev.lamina.device.cuda;

import jcuda.driver.CUfunction;

/**
 * A compiled and loaded kernel.
 *
 * @param name for messages
 * @param sharedBytes dynamic shared memory of a block
 */
record Kernel(String name, CUfunction function, int sharedBytes) {}
