#include "threads.h"

#include <map>

#include "../device/requests.h"
#include "block.h"
#include "clocks.h"
#include "counters.h"
#include "races.h"

namespace softcuda {

namespace {

constexpr uint64_t UNDEFINED = ~0ull;  // what a lane gives that takes no part: NaN

bool is_set(unsigned mask, int lane) { return (mask >> lane & 1u) != 0; }

}  // namespace

void Block::begin(int count) {
  size = count;
  alive = count;
  at_barrier = 0;
  for (int t = 0; t < count; t++) {
    threads[t].fiber = nullptr;
    threads[t].state = Thread::READY;
  }
  for (int w = 0; w * WARP < count; w++) {
    warps[w] = {lanes_of_warp(w, count), 0};
  }
  ready.fill(count);
}

void Block::make_ready(int thread, uint64_t result) {
  threads[thread].state = Thread::READY;
  threads[thread].result = result;
  ready.put(thread);
}

// The others need not wait for a thread that has ended.
void Block::finish_current() {
  finish_accesses();
  threads[current].state = Thread::ENDED;
  alive--;
  int w = current / WARP;
  warps[w].alive &= ~(1u << current % WARP);
  for (int lane = 0; lane < WARP && warps[w].waiting != 0; lane++) {
    if (is_set(warps[w].waiting, lane)) {
      release_warp(w * WARP + lane);
    }
  }
  release_barrier();
}

void Block::release_barrier() {
  if (at_barrier < alive || at_barrier == 0) {
    return;
  }
  const Thread* first = nullptr;
  int sum = 0;
  for (int t = 0; t < size; t++) {
    const Thread& thread = threads[t];
    if (thread.state != Thread::AT_BARRIER) {
      continue;
    }
    if (first == nullptr) {
      first = &thread;
    }
    if (thread.line != first->line || thread.kind != first->kind) {
      complain("%s: threads wait at different barriers: %s", where().c_str(), waiting().c_str());
      stop_kernel(CUDA_ERROR_LAUNCH_FAILED);
    }
    sum += thread.predicate != 0;
  }
  int result = first->kind == SOFTCUDA_BARRIER_AND ? sum == at_barrier : first->kind == SOFTCUDA_BARRIER_OR ? sum > 0 : sum;
  at_barrier = 0;
  clocks.meet_at_barrier();
  for (int t = 0; t < size; t++) {
    if (threads[t].state == Thread::AT_BARRIER) {
      make_ready(t, (uint64_t)result);
    }
  }
}

void Block::release_warp(int thread) {
  int start = thread / WARP * WARP;
  Warp& warp = warps[thread / WARP];
  const Thread& first = threads[thread];
  unsigned together = first.mask & warp.alive;
  if ((warp.waiting & together) != together) {
    return;
  }
  unsigned ballot = 0;
  for (int lane = 0; lane < WARP; lane++) {
    if (!is_set(together, lane)) {
      continue;
    }
    const Thread& other = threads[start + lane];
    if (other.mask != first.mask) {
      return;  // it waits for others first
    }
    if (other.kind != first.kind || other.line != first.line) {
      complain("%s: the threads of a warp have diverged: %s", where().c_str(), waiting().c_str());
      stop_kernel(CUDA_ERROR_LAUNCH_FAILED);
    }
    ballot |= (unsigned)(other.value & 1u) << lane;
  }
  warp.waiting &= ~together;
  clocks.meet_in_warp(thread / WARP, together);
  for (int lane = 0; lane < WARP; lane++) {
    if (is_set(together, lane)) {
      int source = threads[start + lane].lane;
      bool given = source >= 0 && source < WARP && is_set(together, source);
      uint64_t value = given ? threads[start + source].value : UNDEFINED;
      make_ready(start + lane, first.kind == SOFTCUDA_WARP_BALLOT ? ballot : value);
    }
  }
}

std::string Block::waiting() const {
  // Places by the threads that wait there, as ranges.
  std::map<std::string, std::string> places;
  for (int begin = 0, end; begin < size; begin = end) {
    auto place = [&](int t) -> std::string {
      const Thread& thread = threads[t];
      std::string line = "line " + std::to_string(thread.line);
      switch (thread.state) {
        case Thread::AT_BARRIER: return "at the barrier in " + line;
        case Thread::IN_WARP: return "for their warp in " + line;
        case Thread::ENDED: return "no more, having ended";
        default: return "for nothing";
      }
    };
    for (end = begin + 1; end < size && place(end) == place(begin); end++) {
    }
    std::string range = std::to_string(begin) + (end == begin + 1 ? "" : "-" + std::to_string(end - 1));
    std::string& ranges = places[place(begin)];
    ranges += (ranges.empty() ? "" : ",") + range;
  }
  std::string text;
  for (const auto& entry : places) {
    text += (text.empty() ? "" : "; ") + ("threads " + entry.second + " wait " + entry.first);
  }
  return text;
}

}  // namespace softcuda

using namespace softcuda;

extern "C" int softcuda_barrier(int kind, int predicate, int line) {
  finish_accesses();
  Thread& self = block.threads[block.current];
  self.state = Thread::AT_BARRIER;
  self.kind = kind;
  self.predicate = predicate;
  self.line = line;
  block.at_barrier++;
  block.release_barrier();
  wait_for_others();
  return (int)self.result;
}

extern "C" unsigned long long softcuda_warp(int kind, unsigned int mask, unsigned long long value, int lane, int line) {
  finish_accesses();
  int index = block.current;
  Thread& self = block.threads[index];
  self.state = Thread::IN_WARP;
  self.kind = kind;
  self.mask = mask;
  self.value = value;
  self.lane = lane;
  self.line = line;
  if (!is_set(mask, index % WARP)) {
    complain("%s: the mask %#x in line %d does not name the thread itself", where().c_str(), mask, line);
    stop_kernel(CUDA_ERROR_LAUNCH_FAILED);
  }
  block.warps[index / WARP].waiting |= 1u << index % WARP;
  block.release_warp(index);
  wait_for_others();
  return self.result;
}
