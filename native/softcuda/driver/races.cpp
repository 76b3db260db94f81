#include "races.h"

#include <sys/mman.h>

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "../device/requests.h"
#include "block.h"
#include "clocks.h"
#include "counters.h"
#include "place.h"
#include "range.h"
#include "settings.h"
#include "silent_stores.h"
#include "threads.h"

namespace softcuda {

namespace {

constexpr int TOLD = 3;  // races that are told of each kernel; the others are only counted

struct Access {
  uint64_t time : 49;
  uint64_t thread : 10;
  uint64_t bytes : 4;  // of the word, as bits
  uint64_t atomic : 1;
};

bool operator==(const Access& a, const Access& b) { return std::memcmp(&a, &b, sizeof a) == 0; }

struct Word {
  Access writer;
  Access reader;
  Access other_reader;  // of another warp, if there is one
};
static_assert(sizeof(Word) == WORD_BYTES);

bool operator==(const Word& a, const Word& b) {
  return a.writer == b.writer && a.reader == b.reader && a.other_reader == b.other_reader;
}

// A store to where another thread has written, and what was there.
struct Store {
  uint64_t address;
  std::vector<char> before;
  Access other;
};

bool in_atomic = false;
Store doubtful;
uint64_t image_begin = 0;
std::vector<Word> image_words;

bool is_own(uint64_t address) { return address < ALLOCATIONS_START || address >= RANGE_END; }

// Null for memory that is a thread's own.
inline Word* word_at(uint64_t address) {
  if (in_device_range(address)) {
    return reinterpret_cast<Word*>(WORDS_START + (address - RANGE_START) / 4 * sizeof(Word));
  }
  uint64_t index = (address - image_begin) / 4;
  return address >= image_begin && index < image_words.size() ? &image_words[index] : nullptr;
}

inline bool is_over(const Access& access, bool own) { return clocks.is_over(access.time, (int)access.thread, own); }

inline bool conflict(const Access& earlier, const Access& now, bool own) {
  return !is_over(earlier, own) && (earlier.bytes & now.bytes) != 0 && !(earlier.atomic && now.atomic);
}

void tell(const char* does, uint64_t address, size_t bytes, const Access& other, const char* did) {
  static auto* told = new std::map<std::string, int>;
  counters().races++;
  if (++(*told)[kernel_name()] <= TOLD) {
    complain("%s: %s %zu bytes at %s, which %s has %s, in no order", where().c_str(), does, bytes, place(address).c_str(),
             where_else(clocks.block_at(other.time), (int)other.thread).c_str(), did);
  }
}

// The bytes of the word at an address that an access has.
unsigned bytes_in_word(uint64_t word, uint64_t address, size_t bytes) {
  unsigned first = address > word ? (unsigned)(address - word) : 0;
  unsigned last = address + bytes < word + 4 ? (unsigned)(address + bytes - word) : 4;
  return (1u << last) - (1u << first);
}

// The words of an access, each with what this thread does to it. Those of one number mostly have one history.
template <class Action>
inline void for_words(Word* word, uint64_t address, size_t bytes, Action action) {
  Access access = {clocks.time(), (uint64_t)block.current, 0xf, in_atomic};
  if ((address | bytes) % 4 != 0) {
    for (uint64_t at = address & ~3ull; at < address + bytes; at += 4) {
      access.bytes = bytes_in_word(at, address, bytes);
      action(*word++, access);
    }
    return;
  }
  Word before = *word;
  action(*word, access);
  for (size_t i = 1; i < bytes / 4; i++) {
    if (word[i] == before) {
      word[i] = word[0];
    } else {
      action(word[i], access);
    }
  }
}

inline void remember_reader(Word& word, const Access& access, bool own) {
  if (is_over(word.reader, own)) {
    word.reader = access;
  } else if (is_over(word.other_reader, own) || word.other_reader.thread / WARP == word.reader.thread / WARP) {
    word.other_reader = access;
  }
}

}  // namespace

void begin_races(const softcuda_image& image) {
  if (settings().check) {
    forget_loads();
    doubtful.before.clear();
    image_begin = reinterpret_cast<uint64_t>(image.begin);
    image_words.resize((size_t)(image.end - image.begin) / 4 + 1);
  }
}

void forget_races(uint64_t page, size_t bytes) {
  if (settings().check) {
    madvise(word_at(page), bytes / 4 * sizeof(Word), MADV_DONTNEED);
  }
}

void note_load(uint64_t address, size_t bytes) {
  Word* first = word_at(address);
  if (first == nullptr) {
    return;
  }
  finish_store();
  bool own = is_own(address);
  Access writer = {};
  for_words(first, address, bytes, [&](Word& word, const Access& access) {
    if (word.reader == access || word.other_reader == access) {
      return;
    }
    if (conflict(word.writer, access, own)) {
      writer = word.writer;
    }
    remember_reader(word, access, own);
  });
  if (writer.bytes != 0) {
    tell("reads", address, bytes, writer, "written");
  }
  remember_load(address, bytes);
}

void note_store(uint64_t address, size_t bytes) {
  Word* first = word_at(address);
  if (first == nullptr) {
    return;
  }
  finish_store();
  bool own = is_own(address);
  Access writer = {};
  Access reader = {};
  for_words(first, address, bytes, [&](Word& word, const Access& access) {
    for (Access* a : {&word.reader, &word.other_reader}) {
      if (conflict(*a, access, own)) {
        reader = *a;
        *a = {};  // told once
      }
    }
    if (conflict(word.writer, access, own)) {
      writer = word.writer;
    }
    word.writer = access;
  });
  if (reader.bytes != 0) {
    tell("writes", address, bytes, reader, "read");
  } else if (writer.bytes != 0) {
    const char* there = reinterpret_cast<const char*>(address);
    doubtful = {address, std::vector<char>(there, there + bytes), writer};
  }
}

void note_silent_store(uint64_t address, size_t bytes, const char* before) {
  note_store(address, bytes);
  if (!doubtful.before.empty()) {
    doubtful.before.assign(before, before + bytes);
  }
}

void finish_store() {
  if (doubtful.before.empty()) {
    return;
  }
  Store store = std::move(doubtful);
  doubtful.before.clear();
  if (std::memcmp(store.before.data(), reinterpret_cast<const void*>(store.address), store.before.size()) != 0) {
    tell("writes", store.address, store.before.size(), store.other, "written");
  }
}

void finish_accesses() {
  find_silent_stores();
  finish_store();
}

}  // namespace softcuda

extern "C" {

void softcuda_begin_atomic() {
  softcuda::finish_accesses();
  softcuda::in_atomic = true;
}

void softcuda_end_atomic() {
  softcuda::finish_accesses();
  softcuda::in_atomic = false;
}

}
