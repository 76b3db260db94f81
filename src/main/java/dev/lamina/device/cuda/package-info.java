/**
 * NVIDIA GPUs as a device: kernels compiled by NVRTC, products by cuBLAS, decompositions by cuSOLVER, all by JCuda.
 *
 * <ul>
 * <li>The device: {@code CudaDevice} hands each call to a family of operations, and the {@code Operation} that it makes
 *     to {@code Submissions}, which has it run ({@code Immediate}, in a {@code Workspace}) or recorded.
 * <li>Families of operations, each with its file in {@code kernels}: {@code Transfers}, {@code Elementwise},
 *     {@code Batches}, {@code BatchNorms}, {@code Losses}, {@code Randoms}, {@code Reductions}, {@code Scales},
 *     {@code ClassMoments}; on {@code Blas} {@code Products}, and in {@code Panels} {@code Grams},
 *     {@code Projections}, {@code NearestMeans} and {@code Neighbours}; on {@code Solver} {@code Decompositions},
 *     {@code SingularValues} and {@code FiniteMembers}. {@code RowSlices} and {@code RowTiles} divide their work.
 * <li>The driver: {@code Context}, {@code Queue}, {@code CudaMemory}, {@code DeviceAddress}, {@code HostBuffer},
 *     {@code CudaEvent}; {@code Status} makes its codes exceptions, {@code Closing} frees what it gave.
 * <li>Kernels from their sources: {@code Kernels}, {@code Kernel}, {@code KernelSource}, {@code Compiler},
 *     {@code KernelImages}, {@code KernelCache}.
 * <li>Recordings: {@code CudaPlan}, as graphs, or as one resident kernel that {@code ResidentKernels} chooses:
 *     {@code Instruction}, {@code ResidentProgram}, {@code ResidentSource}, {@code Tile}, {@code Resident}.
 * <li>{@code Variant}: what tests make small.
 * </ul>
 */
package dev.lamina.device.cuda;
