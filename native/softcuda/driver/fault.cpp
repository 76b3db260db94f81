#include "fault.h"

#include <signal.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

#include "block.h"
#include "counters.h"
#include "fiber.h"
#include "place.h"

namespace softcuda {

namespace {

constexpr int SIGNALS[] = {SIGSEGV, SIGBUS, SIGFPE};
struct sigaction previous[65];
std::atomic<pid_t> kernel_thread{0};
int fault_signal;
uint64_t fault_address;
// The handler cannot run on a stack that has overflowed. One is enough, since one kernel runs at a time.
alignas(16) char handler_stack[64 << 10];
stack_t previous_stack;

pid_t this_thread() { return (pid_t)syscall(SYS_gettid); }

// Runs on the kernel's stack, from its top if it has overflowed, after the signal handler has returned.
[[noreturn]] void report_fault() {
  if (fault_signal == SIGFPE) {
    complain("%s: divides an integer by zero", where().c_str());
    stop_kernel(CUDA_ERROR_LAUNCH_FAILED);
  }
  if (overflows(running_fiber(), fault_address)) {
    complain("%s: its stack overflows, which has %zu bytes", where().c_str(), running_fiber().bytes);
    stop_kernel(CUDA_ERROR_HARDWARE_STACK_ERROR);
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
  const Fiber& fiber = running_fiber();
  auto top = reinterpret_cast<greg_t>(fiber.stack) + (greg_t)fiber.bytes;
  // As if the faulting instruction had called report_fault: below the red zone, aligned as at a call.
  greg_t stack_pointer = overflows(fiber, fault_address) ? top : registers[REG_RSP] - 256;
  registers[REG_RSP] = (stack_pointer & ~15ll) - 8;
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
  stack_t stack = {};
  stack.ss_sp = handler_stack;
  stack.ss_size = sizeof handler_stack;
  sigaltstack(&stack, &previous_stack);
  kernel_thread = this_thread();
}

KernelFaults::~KernelFaults() {
  kernel_thread = 0;
  sigaltstack(&previous_stack, nullptr);
}

}  // namespace softcuda
