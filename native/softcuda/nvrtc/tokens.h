// A preprocessed text as tokens that know where they stand in the caller's files.
#pragma once

#include <string>
#include <vector>

namespace softcuda {

struct Token {
  std::string text;  // a word, a number, a literal's quote, "::", "->" or one character
  std::string file;
  int line;

  bool is_word() const;
};

std::vector<Token> tokens(const std::string& preprocessed);

// As NVRTC tells an error.
std::string error(const Token& at, const std::string& message);

}  // namespace softcuda
