#include "spaces.h"

#include <set>

namespace softcuda {

namespace {

const std::set<std::string> SPACES = {"__global__", "__device__", "__constant__", "__shared__", "__managed__"};

// Words whose parentheses are not a function's.
const std::set<std::string> ATTRIBUTES = {"alignas",           "__align__", "__attribute__", "decltype", "noexcept",
                                          "__launch_bounds__", "explicit",  "asm"};

const std::set<std::string> NO_OBJECT = {"using", "typedef", "static_assert", "asm"};

const char* const FUNCTION =
    "A function without execution space annotations (__host__/__device__/__global__) is considered a host function, and host "
    "functions are not allowed in JIT mode";
const char* const VARIABLE =
    "A namespace scope variable without memory space annotations (__device__/__constant__/__shared__/__managed__) is "
    "considered a host variable, and host variables are not allowed in JIT mode";

// One declaration up to what tells whether it is a function, a variable or a type.
struct Head {
  size_t name = 0;           // the token before a function's parameters
  bool has_space = false;
  bool constant = false;
  bool is_static = false;
  bool is_type = false;      // class or struct or union or enum
  bool is_template = false;
  bool specialises = false;  // template <>
};

class Declarations {
 public:
  explicit Declarations(const std::vector<Token>& tokens) : tokens(tokens) {}

  std::string errors() {
    while (at < tokens.size()) {
      scope(false);
      at++;  // a brace too many is the compiler's to tell
    }
    return found;
  }

 private:
  const std::vector<Token>& tokens;
  size_t at = 0;
  std::string found;

  bool is(const char* text, size_t ahead = 0) const {
    return at + ahead < tokens.size() && tokens[at + ahead].text == text;
  }

  // Declarations up to the brace that closes them.
  void scope(bool of_class) {
    while (at < tokens.size() && !is("}")) {
      declaration(of_class);
    }
  }

  void braces(bool of_class) {
    at++;
    scope(of_class);
    at++;
  }

  // Behind the bracket that closes the one here.
  void skip_brackets() {
    int depth = 0;
    do {
      depth += is("(") || is("[") || is("{") ? 1 : is(")") || is("]") || is("}") ? -1 : 0;
      at++;
    } while (depth > 0 && at < tokens.size());
  }

  // Behind a template's parameters or arguments.
  void skip_angles() {
    int depth = 0;
    do {
      if (is("(") || is("{") || is("[")) {
        skip_brackets();
        continue;
      }
      depth += is("<") ? 1 : is(">") ? -1 : 0;
      at++;
    } while (depth > 0 && at < tokens.size());
  }

  void skip_to_semicolon() {
    while (at < tokens.size() && !is(";") && !is("}")) {
      if (is("(") || is("[") || is("{")) {
        skip_brackets();
      } else {
        at++;
      }
    }
    at += is(";") ? 1 : 0;
  }

  void declaration(bool of_class) {
    if (is(";")) {
      at++;
    } else if ((is("public") || is("private") || is("protected")) && is(":", 1)) {
      at += 2;
    } else if (is("namespace") || (is("inline") && is("namespace", 1)) || (is("extern") && is("\"", 1) && is("{", 2))) {
      while (at < tokens.size() && !is("{") && !is(";")) {
        at++;
      }
      if (is("{")) {
        braces(false);
      }
    } else if (NO_OBJECT.count(tokens[at].text) != 0) {
      skip_to_semicolon();
    } else {
      object(of_class);
    }
  }

  void object(bool of_class) {
    Head head;
    while (is("template")) {
      at++;
      if (!is("<")) {  // an explicit instantiation
        skip_to_semicolon();
        return;
      }
      head.is_template = true;
      head.specialises = is(">", 1);
      skip_angles();
    }
    while (at < tokens.size() && !is(";") && !is("=") && !is("}")) {
      if (is("(")) {
        if (is("*", 1) || is("&", 1)) {  // a pointer to a function
          break;
        }
        head.name = at - 1;
        function(head, of_class);
        return;
      }
      if (is("{")) {
        if (!head.is_type) {
          break;
        }
        braces(true);
      } else {
        part(head);
      }
    }
    // A type alone has nothing between its brace, or its name, and the semicolon.
    bool alone = head.is_type && (tokens[at - 1].text == "}" || (is(";") && !declares_after_type()));
    bool own = of_class ? head.is_static : !head.is_template;
    if (!alone && own && !head.has_space && !head.constant) {
      found += error(tokens[at - 1], VARIABLE);
    }
    skip_to_semicolon();
  }

  // Whether more than a type's name stands before the semicolon here: `struct S s;`.
  bool declares_after_type() const {
    size_t words = 0;
    for (size_t i = at; i-- > 0 && (tokens[i].is_word() || tokens[i].text == "}");) {
      if (tokens[i].text == "}") {
        return true;
      }
      words++;
      if (tokens[i].text == "struct" || tokens[i].text == "class" || tokens[i].text == "union" || tokens[i].text == "enum") {
        break;
      }
    }
    return words > 2;
  }

  // One word or sign of a head.
  void part(Head& head) {
    const std::string& text = tokens[at].text;
    head.has_space = head.has_space || SPACES.count(text) != 0;
    head.constant = (head.constant && text != "*") || text == "const" || text == "constexpr";
    head.is_static = head.is_static || text == "static";
    head.is_type = head.is_type || text == "struct" || text == "class" || text == "union" || text == "enum";
    if (text == "enum") {
      while (at < tokens.size() && !is("{") && !is(";")) {
        at++;
      }
      if (is("{")) {
        skip_brackets();
      }
    } else if (ATTRIBUTES.count(text) != 0 && is("(", 1)) {
      at++;
      skip_brackets();
    } else if (text == "operator") {
      at += is("(", 1) ? 3 : 2;  // `operator()` or the first sign of another
      while (at < tokens.size() && !is("(")) {
        at++;
      }
    } else if (text == "[") {
      skip_brackets();
    } else if (text == "<") {
      skip_angles();
    } else {
      at++;
    }
  }

  // From a function's parameters on.
  void function(const Head& head, bool of_class) {
    skip_brackets();
    bool initialises = false;
    while (at < tokens.size() && !is(";") && !is("=") && !is("}")) {
      if (is("{")) {
        bool member = initialises && (tokens[at - 1].is_word() || tokens[at - 1].text == ">");
        if (!member) {
          break;
        }
      }
      initialises = initialises || is(":");
      if (is("(") || is("[") || is("{")) {
        skip_brackets();
      } else {
        at++;
      }
    }
    bool given = is("=") && (is("default", 1) || is("delete", 1)) && of_class;
    bool has_declaration = head.specialises || (head.name > 0 && tokens[head.name - 1].text == "::");
    if (!head.has_space && !given && !has_declaration) {
      found += error(tokens[head.name], FUNCTION);
    }
    if (is("{")) {
      body();
    } else {
      skip_to_semicolon();
    }
  }

  // A function's body, for the classes in it.
  void body() {
    int depth = 0;
    do {
      if ((is("struct") || is("class") || is("union")) && begins_class()) {
        while (!is("{")) {
          at++;
        }
        braces(true);
        continue;
      }
      depth += is("{") ? 1 : is("}") ? -1 : 0;
      at++;
    } while (depth > 0 && at < tokens.size());
  }

  bool begins_class() const {
    size_t ahead = 0;
    while (at + ahead < tokens.size() && (tokens[at + ahead].is_word() || is("::", ahead) || is(":", ahead))) {
      ahead++;
    }
    return is("{", ahead);
  }
};

}  // namespace

std::string find_host_declarations(const std::vector<Token>& tokens) { return Declarations(tokens).errors(); }

}  // namespace softcuda
