// What the environment asks for. Read once.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

namespace softcuda {

struct Settings {
  size_t memory;           // SOFTCUDA_MEMORY: bytes of the device
  bool check;              // SOFTCUDA_CHECK=1: every load and store of a kernel is checked
  unsigned long shuffle;   // SOFTCUDA_SHUFFLE: seed of the order of blocks and threads; 0 is the natural order
  unsigned long defer;     // SOFTCUDA_DEFER: what is queued runs late, and this is a seed; 0 runs it at once
  int threads;             // SOFTCUDA_THREADS: of OpenBLAS for large decompositions
  std::string report;      // SOFTCUDA_REPORT: file of the report at exit
  std::string log;         // SOFTCUDA_LOG: file of the calls and their counts
  std::string sources;     // SOFTCUDA_SOURCES: folder for the texts that are compiled
  std::map<std::string, std::set<long>> faults;  // SOFTCUDA_FAIL: the calls that fail, by name and number

  bool fails(const std::string& name, long number) const;
};

const Settings& settings();

}  // namespace softcuda
