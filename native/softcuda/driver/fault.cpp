#include "fault.h"

#include <signal.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

#include "block.h"
#include "counters.h"
#include "place.h"

namespace softcuda {

namespace {

constexpr int SIGNALS[] = {SIGSEGV, SIGBUS, SIGFPE};
struct sigaction previous[65];
std::atomic<pid_t> kernel_thread{0};
int fault_signal;
uint64_t fault_address;

pid_t this_thread() { return (pid_t)syscall(SYS_gettid); }

// Runs on the kernel's stack, after the signal handler has returned.
[[noreturn]] void report_fault() {
  if (fault_signal == SIGFPE) {
    complain("%s: divides an integer by zero", where().c_str());
    stop_kernel(CUDA_ERROR_LAUNCH_FAILED);
  }
  complain("%s: accesses %s", where().c_str(), place(fault_address).c_str());
  stop_kernel(CUDA_ERROR_ILLEGAL_ADDRESS);
}

// Faults of others, such as the JVM's, go to whoever handled them before.
void pass_on(int signal, siginfo_t* info, void* context) {
  const struct sigaction& other = previous[signal];
  if ((other.sa_flags & SA_SIGINFO) != 0) {
    other.sa_sigaction(signal, info, context);
  } else if (other.sa_handler == SIG_DFL || other.sa_handler == SIG_IGN) {
    sigaction(signal, &other, nullptr);  // it faults again
  } else {
    other.sa_handler(signal);
  }
}

void handle(int signal, siginfo_t* info, void* context) {
  if (kernel_thread.load() != this_thread()) {
    pass_on(signal, info, context);
    return;
  }
  fault_signal = signal;
  fault_address = reinterpret_cast<uint64_t>(info->si_addr);
  auto& registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
  // As if the faulting instruction had called report_fault: below the red zone, aligned as at a call.
  registers[REG_RSP] = ((registers[REG_RSP] - 256) & ~15ll) - 8;
  registers[REG_RIP] = reinterpret_cast<greg_t>(report_fault);
}

bool install() {
  struct sigaction action = {};
  action.sa_sigaction = handle;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (int signal : SIGNALS) {
    sigaction(signal, &action, &previous[signal]);
  }
  return true;
}

}  // namespace

KernelFaults::KernelFaults() {
  static bool installed = install();
  (void)installed;
  kernel_thread = this_thread();
}

KernelFaults::~KernelFaults() { kernel_thread = 0; }

}  // namespace softcuda
