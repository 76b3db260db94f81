// What is counted, for the report at exit.
#pragma once

#include <map>
#include <string>

namespace softcuda {

struct Counters {
  std::map<std::string, long> calls;
  long errors = 0;               // each was told on stderr
  long uninitialised_reads = 0;
  long races = 0;
  long injected_faults = 0;
  long allocations_total = 0;
  long host_allocations_total = 0;
  long allocations_in_graph_launch = 0;  // between two launches of one graph
  long launches_total = 0;       // of kernels, those of graphs included
  long graph_launches = 0;
  long copies_dtoh = 0;
  long synchronizations = 0;
};

Counters& counters();

// Tells one line about a misuse on stderr, and counts it.
void complain(const char* format, ...) __attribute__((format(printf, 1, 2)));

}  // namespace softcuda
