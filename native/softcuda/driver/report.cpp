// What is left and what was wrong when the process ends: on stderr, if anything, and as JSON in SOFTCUDA_REPORT.
#include <unistd.h>

#include <cstdio>
#include <utility>
#include <vector>

#include "call.h"
#include "counters.h"
#include "deferred.h"
#include "device.h"
#include "event.h"
#include "host_memory.h"
#include "libraries.h"
#include "memory.h"
#include "module.h"
#include "settings.h"
#include "stream.h"

namespace softcuda {

namespace {

using Lines = std::vector<std::pair<const char*, long>>;

// What must have been given back.
Lines leaks() {
  Lines lines = {
      {"live_allocations", (long)live_allocations()},
      {"live_bytes", (long)live_bytes()},
      {"live_host_allocations", (long)live_host_allocations()},
      {"live_streams", (long)streams().all().size()},
      {"live_events", (long)live_events()},
      {"live_modules", (long)modules().all().size()},
      {"live_graphs", (long)graphs().all().size()},
      {"live_graph_execs", (long)graph_execs().all().size()},
      {"contexts_retained", contexts_retained()},
      {"live_cublas_handles", live_library_handles("cublas")},
      {"live_cusolver_handles", live_library_handles("cusolver")},
      {"live_nvrtc_programs", live_library_handles("nvrtc")},
  };
  return lines;
}

Lines counted() {
  const Counters& c = counters();
  return {
      {"errors", c.errors},
      {"uninitialised_reads", c.uninitialised_reads},
      {"races", c.races},
      {"injected_faults", c.injected_faults},
      {"allocations_total", c.allocations_total},
      {"host_allocations_total", c.host_allocations_total},
      {"allocations_in_graph_launch", c.allocations_in_graph_launch},
      {"launches_total", c.launches_total},
      {"graph_launches", c.graph_launches},
      {"copies_dtoh", c.copies_dtoh},
      {"synchronizations", c.synchronizations},
  };
}

// "%p" in a name stands for the number of the process, since a build may start many.
FILE* open(std::string path) {
  if (size_t at = path.find("%p"); at != std::string::npos) {
    path.replace(at, 2, std::to_string(getpid()));
  }
  FILE* file = path.empty() ? nullptr : std::fopen(path.c_str(), "w");
  if (file == nullptr && !path.empty()) {
    std::perror(("softcuda: " + path).c_str());
  }
  return file;
}

void write_report() {
  if (FILE* file = open(settings().report)) {
    const char* separator = "{";
    for (const Lines& lines : {leaks(), counted()}) {
      for (const auto& line : lines) {
        std::fprintf(file, "%s\"%s\": %ld", separator, line.first, line.second);
        separator = ",\n ";
      }
    }
    std::fprintf(file, "}\n");
    std::fclose(file);
  }
}

void write_log() {
  if (FILE* file = open(settings().log)) {
    for (const auto& entry : counters().calls) {
      std::fprintf(file, "%s %ld\n", entry.first.c_str(), entry.second);
    }
    std::fclose(file);
  }
}

__attribute__((destructor)) void report() {
  lock_for_exit();
  finish_all();
  check_margins();
  for (const auto& line : leaks()) {
    if (line.second != 0) {
      std::fprintf(stderr, "softcuda: at exit: %s: %ld\n", line.first, line.second);
    }
  }
  const Counters& c = counters();
  if (c.errors != 0) {
    std::fprintf(stderr, "softcuda: at exit: %ld errors; %ld reads of memory that was never written\n", c.errors,
                 c.uninitialised_reads);
  }
  write_report();
  write_log();
}

}  // namespace
}  // namespace softcuda
