#!/usr/bin/env bash
# Builds the benchmarks and runs Lamina and PyTorch in turn on this machine's processor; see bench/README.md.
#
#   bench/compare-cpu.sh [--quick] [PYTHON]      PYTHON: one that can import torch; else $PYTHON, else python3
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
quick=
if [ "${1:-}" = --quick ]; then
  quick=--quick
  shift
fi
python=${1:-${PYTHON:-python3}}
if ! "$python" -c 'import numpy, torch' 2>/dev/null; then
  echo "compare-cpu: '$python' cannot import torch and numpy; name a Python that can: bench/compare-cpu.sh [--quick] PYTHON" >&2
  exit 2
fi
echo "compare-cpu: building ..." >&2
mvn -q -B -f "$home/pom.xml" -Pbench -Dmaven.test.skip=true package >&2
"$home/lamina" --version >&2
exec "$python" "$home/bench/compare_cpu.py" $quick
