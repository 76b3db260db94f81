#!/usr/bin/env bash
# Rehearses the record of a GPU on the software CUDA device, from nothing but an archive of the bundle; see bench/README.md.
#
#   bench/gpu/rehearse.sh ARCHIVE.tgz
#
# All parts run with one item made to fail and one made to hang; the smoke run is made to fail, which a diagnosis follows; and
# a record is ended by force. Exits with 1 if anything that should be recorded then is not.
set -euo pipefail
archive=$(realpath "$1")
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
"$home/native/softcuda/build"
softcuda=$(cd "$home/target/softcuda" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar xzf "$archive" -C "$work"

# As native/softcuda/with-softcuda has it, and nothing else that a machine with a GPU would not have.
clean=(env -i HOME="$HOME" PATH=/usr/bin:/bin LD_LIBRARY_PATH="$softcuda" XDG_CACHE_HOME="$softcuda/cache" LAMINA_SOFTCUDA=1)
record=$work/lamina-bundle/bench/gpu/record.sh
check() { python3 "$home/bench/test/rehearsed.py" "$@"; }

with_faults() { # faults argument...
  local code=0
  "${clean[@]}" RECORD_FAULTS="$1" "$record" "${@:2}" || code=$?
  [ $code = 1 ] || { echo "rehearse: a record with faults ended with $code and not with 1" >&2; exit 1; }
}

echo "rehearse: all parts, with faults" >&2
with_faults "moments=fail,theory repeats=hang" "$work/all"
check "$work/all" whole --fail moments --timeout "theory repeats"

echo "rehearse: a smoke run that fails" >&2
with_faults "run theory fp32=fail" "$work/smoke" --part ours
check "$work/smoke" whole --fail "run theory fp32" --diagnosis

echo "rehearse: a record that is ended by force" >&2
"${clean[@]}" "$record" "$work/killed" --part ours > "$work/printed" &
pid=$!
# The first verdict is that of the whole.
until [ "$(cat "$work/killed/record.json" 2> /dev/null | grep -c '"verdict"')" -ge 4 ]; do
  kill -0 $pid
  sleep 0.2
done
kill -9 $pid
wait $pid 2> /dev/null || true
check "$work/killed" cut
echo "rehearse: passed, in $SECONDS s" >&2
