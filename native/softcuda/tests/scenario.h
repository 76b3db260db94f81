// A scenario is a short program for the device that can be run well or with one fault.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "api.h"

namespace scenarios {

using Body = void (*)(bool fault);

struct Scenario {
  const char* name;
  Body body;
  Scenario* next;
  Scenario(const char* name, Body body);
};

#define SCENARIO(name)                                           \
  static void name(bool fault);                                  \
  static scenarios::Scenario name##_scenario(#name, name);       \
  static void name([[maybe_unused]] bool fault)

// Prints a result if it is not 0, for the test to look for.
int show(const char* call, int result);
#define SHOW(call) scenarios::show(#call, call)

// A device with a current context and one stream; all given back at the end.
struct Device {
  void* stream = nullptr;
  Device();
  ~Device();
};

// Device memory of `count` doubles that were written, unless told otherwise.
struct Doubles {
  uint64_t address = 0;
  size_t count;
  explicit Doubles(size_t count, bool written = true);
  ~Doubles();
  double* pointer() const { return reinterpret_cast<double*>(address); }
  std::vector<double> read() const;
};

// Kernels of one source, for the device.
struct Kernels {
  void* module = nullptr;
  explicit Kernels(const std::string& source);
  ~Kernels();
  int launch(const char* name, unsigned blocks, unsigned threads, std::vector<void*> arguments, unsigned shared = 0,
             void* stream = nullptr);
};

// The bytes of an image; empty if the source cannot be compiled, and then the log is printed.
std::vector<char> compile(const std::string& source);

}  // namespace scenarios
