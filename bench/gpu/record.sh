#!/usr/bin/env bash
# Records in minutes what Lamina does on this machine's GPU, with nothing but the bundle; see bench/README.md.
#
#   bench/gpu/record.sh OUT [--part ours|right|peers|sanitizer|all]... [--seconds N] [--device cuda|cpu] [--small]
#   bench/gpu/record.sh --references FOLDER
#
# LAMINA_BUNDLE  the bundle; else the one that this script is in, or the one in the repository's target folder
# PYTHON         a Python 3 for the script itself, and with torch for the peers; else python3
# JAX_PYTHON     one that has jax; else PYTHON
#
# Nothing on the machine is changed, no clocks either. Exits with 1 if anything fails, and with 0 if not.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
for bundle in ${LAMINA_BUNDLE:+"$LAMINA_BUNDLE"} "$here/../.." "$here/../../target/lamina-bundle"; do
  [ -x "$bundle/runtime/bin/java" ] && break
done
if [ ! -x "$bundle/runtime/bin/java" ]; then
  echo "record: there is no bundle; make it with 'mvn -B -Pbundle -DskipTests package', or set LAMINA_BUNDLE" >&2
  exit 2
fi
python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2> /dev/null; then
  echo "record: '$python' is no Python 3.10 or later, which this needs; PYTHON=... names one" >&2
  exit 2
fi
LAMINA_BUNDLE=$(cd "$bundle" && pwd) PYTHON=$python exec "$python" "$here/record.py" "$@"
