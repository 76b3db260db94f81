package dev.lamina.device.cuda;

import jcuda.driver.CUfunction;

/**
 * A compiled and loaded kernel.
 *
 * @param name for messages
 */
record Kernel(String name, CUfunction function) {}
