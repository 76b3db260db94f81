// The Gram matrix made exactly symmetric: what lies below the diagonal is copied above it.
//
// gram: n x n. A block copies a tile of TILE x TILE through shared memory, so that both sides are read and written
// along columns; blocks are numbered over all tiles, and those above the diagonal have nothing to do.
#include "lamina.cuh"

#define TILE 32
#define ROWS (BLOCK / TILE)

extern "C" __global__ void mirror(int members, int n, int tiles, Out<double> gram) {
  // A column more, so that threads which read a row of the tile find it in different banks.
  __shared__ double tile[TILE][TILE + 1];
  int tile_row = blockIdx.x % tiles;
  int tile_column = blockIdx.x / tiles;
  if (tile_row < tile_column) {
    return;
  }
  int x = threadIdx.x % TILE;
  int y = threadIdx.x / TILE;
  FOR_EACH_MEMBER(e, members) {
    double* g = gram.of(e);
    __syncthreads();
    for (int k = y; k < TILE; k += ROWS) {
      int row = tile_row * TILE + x;
      int column = tile_column * TILE + k;
      if (row < n && column < n) {
        tile[k][x] = g[(long long)column * n + row];
      }
    }
    __syncthreads();
    for (int k = y; k < TILE; k += ROWS) {
      int row = tile_column * TILE + x;
      int column = tile_row * TILE + k;
      if (row < column && column < n) {
        g[(long long)column * n + row] = tile[x][k];
      }
    }
  }
}
