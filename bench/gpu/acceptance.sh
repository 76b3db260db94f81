#!/usr/bin/env bash
# Checks Lamina on this machine's GPU with nothing but the bundle, in less than nine minutes; see bench/README.md.
#
#   bench/gpu/acceptance.sh OUT_DIR
#
# LAMINA_BUNDLE      the bundle; else the one that this script is in, or the one in the repository's target folder
# ACCEPTANCE_DEVICE  cuda if not set; cpu tries the script itself where no GPU is
#
# On the CPU and on the software CUDA device the network of images is a small one.
#
# OUT_DIR gets acceptance.txt, acceptance.json, acceptance.log and conformance.json. Exits with 1 if a check fails. Nothing on
# the machine is changed, no clocks either, and no variable is set that could hide CUDA's libraries.
set -uo pipefail
if [ $# != 1 ] || ! mkdir -p "$1"; then
  echo "usage: bench/gpu/acceptance.sh OUT_DIR" >&2
  exit 2
fi
out=$(cd "$1" && pwd)
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
for bundle in ${LAMINA_BUNDLE:+"$LAMINA_BUNDLE"} "$here/../.." "$here/../../target/lamina-bundle"; do
  [ -x "$bundle/runtime/bin/java" ] && break
done
if ! bundle=$(cd "$bundle" 2> /dev/null && pwd) || [ ! -x "$bundle/runtime/bin/java" ]; then
  echo "acceptance: there is no bundle; make it with 'mvn -B -Pbundle -DskipTests package', or set LAMINA_BUNDLE" >&2
  exit 2
fi
device=${ACCEPTANCE_DEVICE:-cuda}
small=no
if [ "$device" = cpu ] || [ -n "${LAMINA_SOFTCUDA:-}" ]; then small=yes; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
end=$((SECONDS + 510))
: > "$out/acceptance.log"

# Runs one check within its own limit and what is left of the whole, and notes how it went: by its exit code, and in words by
# the last line that it printed. A check that fails stops no other.
check() { # limit-in-seconds name command...
  local limit=$1 name=$2 begin=$EPOCHREALTIME left=$((end - SECONDS)) code=1 verdict seconds
  shift 2
  [ "$left" -lt "$limit" ] && limit=$left
  if [ "$limit" -gt 0 ]; then
    # A gentler signal would end the shell and leave a run behind that is busy with its checkpoint.
    { timeout -s KILL "$limit" bash -uo pipefail -c '"$@"' check "$@" > "$work/output" 2>&1; } 2> /dev/null
    code=$?
  else
    echo "there was no time left for it" > "$work/output"
  fi
  [ $code = 137 ] && echo "it took longer than $limit s" >> "$work/output"
  case $code in 0) verdict=pass ;; "$SKIPPED") verdict=skipped ;; *) verdict=FAIL ;; esac
  seconds=$(awk -v from="$begin" -v to="$EPOCHREALTIME" 'BEGIN { printf "%.1f", to - from }')
  { echo "=== $verdict $name: $*"; cat "$work/output"; echo; } >> "$out/acceptance.log"
  printf '%s\t%s\t%s\t%s\n' "$name" $verdict "$seconds" "$(tail -n 1 "$work/output" | tr '\t' ' ')" >> "$work/checks"
  echo "$verdict  $name" >&2
}

# --- what the checks do; they run in a shell of their own, hence the exports

lamina() { "$bundle/bin/lamina" "$@"; }

compare() { # see dev.lamina.bundle.Acceptance
  "$bundle/runtime/bin/java" -cp "$bundle/checks.jar:$bundle/lamina.jar:$bundle/lib/*" dev.lamina.bundle.Acceptance "$@"
}

doctor() {
  lamina doctor --json | tee "$work/doctor.json" && compare doctor "$device" "$work/doctor.json"
}

run() { # directory, then what to run
  local directory=$work/$1
  shift
  lamina run "$@" --out "$directory" || return
  sed -n 's/^  "seconds" : \([0-9]*[.][0-9]\{1,3\}\).*/trained in \1 s/p' "$directory/summary.json"
}

initial() { # kind tolerance; a step whose rate rounds to nothing leaves the weights as they were drawn
  local settings="--precision fp64 --set init.kind=$1 --set training.epochs=1 --set training.learning-rate=1e-300"
  run "initial-$1-cpu" theory --device cpu $settings || return
  run "initial-$1" theory --device "$device" $settings || return
  compare weights "$2" "$work/initial-$1" "$work/initial-$1-cpu"
}

measure() { # case
  lamina measure "$bundle/resources/golden/$1.npz" --device "$device" --json > "$work/$1.json" || return
  compare measured "$work/$1.json" "$bundle/resources/golden/$1.expected.json"
}

sanitizer() { # tool and its options
  local program
  if [ "$device" = cpu ]; then
    echo "there are no kernels on the CPU"
    return "$SKIPPED"
  fi
  program=$(command -v compute-sanitizer || ls "${CUDA_HOME:-/usr/local/cuda}/bin/compute-sanitizer" 2> /dev/null)
  if [ -z "$program" ]; then
    echo "compute-sanitizer is not on this machine"
    return "$SKIPPED"
  fi
  "$program" --tool "$@" --error-exitcode 99 --target-processes all bash "$bundle/bin/lamina" run theory --device "$device" \
    --precision fp32 --set training.epochs=2 --out "$work/sanitizer-$1" | tee "$work/sanitizer"
  local code=$?
  grep SUMMARY "$work/sanitizer" | tail -n 1
  return $code
}

gpu() { # the names of some properties of the first GPU, and their values as found
  local names=name,driver_version,memory.total,memory.used,clocks.sm,clocks.mem,clocks.max.sm,temperature.gpu,power.draw
  command -v nvidia-smi > /dev/null && echo $names && nvidia-smi --id=0 --query-gpu=$names --format=csv,noheader
}

export SKIPPED=77 bundle device work
export -f lamina compare doctor run initial measure sanitizer

# --- the checks

gpu > "$work/gpu-before"
check 30 "doctor" doctor
check 240 "conformance suite" "$bundle/bin/conformance" --require "$device" --json "$out/conformance.json"

# Whole runs, the same on the CPU, and the same again.
for name in theory fashion-mnist-hybrid; do
  settings=()
  [ $name-$small = fashion-mnist-hybrid-yes ] && settings=(--set training.epochs=1 --set network.width=64 --set metrics.spectrum=gram)
  for precision in fp64 fp32; do
    check 90 "$name $precision on the CPU" run $name-$precision-cpu $name --device cpu --precision $precision "${settings[@]}"
  done
  for precision in fp64 fp32 tf32; do
    check 60 "$name $precision" run $name-$precision $name --device "$device" --precision $precision "${settings[@]}"
    # The CPU has no tf32.
    check 20 "$name $precision agrees with the CPU" compare runs $name $precision "$work/$name-$precision" \
      "$work/$name-${precision/tf32/fp32}-cpu"
  done
  check 60 "$name fp32 again" run $name-again $name --device "$device" --precision fp32 "${settings[@]}"
  check 20 "$name fp32 is the same bit for bit" compare same "$work/$name-fp32" "$work/$name-again"
done

# The same seed draws the same weights: exactly, or up to the rounding of a QR decomposition.
for kind in gaussian uniform kaiming xavier default identity; do
  check 20 "initial weights, $kind" initial $kind 0
done
for kind in orthogonal orthogonal-padded; do
  check 20 "initial weights, $kind" initial $kind 1e-12
done

for name in features features_tall features_collapsed; do
  check 20 "measure $name" measure $name
done

# Errors of kernels, races between threads, and what is left behind.
check 60 "compute-sanitizer memcheck" sanitizer memcheck --leak-check full
check 60 "compute-sanitizer racecheck" sanitizer racecheck
gpu > "$work/gpu-after"
check 20 "GPU memory as before" compare memory "$work/gpu-before" "$work/gpu-after"

compare report "$work" "$out" "$device" "$(cat "$bundle/commit")" || cat "$work/checks"
cat "$out/acceptance.txt"
! cut -f 2 "$work/checks" | grep -q FAIL
