#include "tokens.h"

#include <cctype>
#include <cstdlib>

namespace softcuda {

namespace {

bool is_word_part(char c) { return c == '_' || std::isalnum((unsigned char)c) != 0; }

// The end of a literal that begins with a quote.
size_t end_of_literal(const std::string& text, size_t begin) {
  size_t end = begin + 1;
  while (end < text.size() && text[end] != text[begin]) {
    end += text[end] == '\\' ? 2 : 1;
  }
  return end + 1;
}

// The end of a number, whose digits a quote may separate.
size_t end_of_number(const std::string& text, size_t end) {
  while (end < text.size() && (is_word_part(text[end]) || text[end] == '.' || text[end] == '\'')) {
    end++;
  }
  return end;
}

}  // namespace

bool Token::is_word() const { return is_word_part(text[0]) && std::isdigit((unsigned char)text[0]) == 0; }

std::vector<Token> tokens(const std::string& text) {
  std::vector<Token> result;
  std::string file;
  int line = 1;
  for (size_t at = 0; at < text.size();) {
    char c = text[at];
    size_t end = at + 1;
    if (c == '#') {  // `# 12 "file"`, or a pragma
      end = std::min(text.find('\n', at), text.size());
      if (text.compare(at, 2, "# ") == 0) {
        line = std::atoi(text.c_str() + at + 2) - 1;
        size_t quote = text.find('"', at);
        file = text.substr(quote + 1, text.find('"', quote + 1) - quote - 1);
      }
      at = end;
      continue;
    }
    if (std::isspace((unsigned char)c) != 0) {
      line += c == '\n' ? 1 : 0;
      at++;
      continue;
    }
    if (std::isdigit((unsigned char)c) != 0) {
      end = end_of_number(text, at);
    } else if (is_word_part(c)) {
      while (end < text.size() && is_word_part(text[end])) {
        end++;
      }
    } else if (text.compare(at, 2, "::") == 0 || text.compare(at, 2, "->") == 0) {
      end++;
    }
    bool literal = c == '"' || c == '\'';
    result.push_back({literal ? std::string(1, c) : text.substr(at, end - at), file, line});
    at = literal ? end_of_literal(text, at) : end;
  }
  return result;
}

std::string error(const Token& at, const std::string& message) {
  return at.file + "(" + std::to_string(at.line) + "): error: " + message + "\n";
}

}  // namespace softcuda
