// The one device and its primary context.
#pragma once

#include "results.h"

namespace softcuda {

constexpr int MAX_THREADS = 1024;           // of a block
constexpr int MAX_GRID_YZ = 65535;
constexpr int SHARED_BYTES = 48 << 10;      // of a block, without asking for more
constexpr int SHARED_BYTES_OPTIN = 227 << 10;
constexpr int SHARED_BYTES_MULTIPROCESSOR = 228 << 10;
constexpr int MULTIPROCESSORS = 4;
constexpr int WARP = 32;

// The lanes of a warp that has threads, as bits.
constexpr unsigned lanes_of_warp(int warp, int threads) {
  int lanes = threads - warp * WARP;
  return lanes >= WARP ? ~0u : (1u << lanes) - 1;
}

bool initialised();
CUresult require_context();
long contexts_retained();

}  // namespace softcuda
