/** NVIDIA GPUs as a device: kernels compiled by NVRTC, products by cuBLAS, decompositions by cuSOLVER, all through JCuda. */
package dev.lamina.device.cuda;
