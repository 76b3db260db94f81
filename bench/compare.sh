#!/usr/bin/env bash
# Runs Lamina, PyTorch and JAX in turn on this machine, checks that they compute the same, and compares; see bench/README.md.
#
#   bench/compare.sh [--device cpu|cuda] [--quick] [--rounds N] [--task NAME]... [--precision fp32|tf32] [--only FORM]...
#                    [--budget SECONDS] [--add] OUT.json
#
# PYTHON         one that has torch and numpy; else python3
# JAX_PYTHON     one that has jax; else PYTHON; without jax, or set to nothing, its columns stay empty
# LAMINA_BUNDLE  the bundle whose Lamina is compared; else the one that this script is in, else Lamina is built from source
#
# OUT.json gets the results, and the file of that name with .txt the table.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
has() { # python module...; importing them would take seconds
  "$1" -c 'import sys; from importlib.util import find_spec; sys.exit(not all(map(find_spec, sys.argv[1:])))' "${@:2}"
}
python=${PYTHON:-python3}
if ! has "$python" numpy torch; then
  echo "compare: '$python' has no torch and numpy; name a Python that has them: PYTHON=... bench/compare.sh" >&2
  exit 2
fi
jax=${JAX_PYTHON-$python}
if [ -n "$jax" ] && ! has "$jax" numpy jax; then
  echo "compare: '$jax' has no jax, which is left out; JAX_PYTHON=... names a Python that has it" >&2
  jax=
fi

bundle=${LAMINA_BUNDLE:-$home}
if [ -x "$bundle/runtime/bin/java" ]; then
  bundle=$(cd "$bundle" && pwd)
  java=$bundle/runtime/bin/java
  classpath=$bundle/lamina.jar:$bundle/checks.jar:$bundle/lib/*
  lamina=$bundle/bin/lamina
  commit=$(cat "$bundle/commit")
elif [ -n "${LAMINA_BUNDLE:-}" ]; then
  echo "compare: there is no bundle in '$LAMINA_BUNDLE'; make it with 'mvn -B -Pbundle -DskipTests package'" >&2
  exit 2
else
  echo "compare: building ..." >&2
  mvn -q -B -f "$home/pom.xml" -Pbench -Dmaven.test.skip=true package >&2
  java=${JAVA_HOME:+$JAVA_HOME/bin/}java
  classpath=$home/target/bench/lamina.jar:$home/target/bench/lib/*
  lamina=$home/lamina
  "$lamina" --version >&2
  commit=$(git -C "$home" rev-parse HEAD 2> /dev/null || echo unknown)
  changed=$(git -C "$home" status --porcelain -- src kernels pom.xml bench/java bench/peers 2> /dev/null)
  [ -z "$changed" ] || commit="$commit with changes"
fi
exec "$python" "$home/bench/compare.py" --java "$java" --classpath "$classpath" --lamina "$lamina" --commit "$commit" \
  --jax-python "$jax" "$@"
