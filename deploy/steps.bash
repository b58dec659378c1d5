# What deploy/demo, deploy/run and tests/run share: building with progress, and saying what goes on. Sourced, never run.

here() { printf '\n\033[1m==> %s\033[0m\n' "$*"; }
[[ -t 1 ]] || here() { printf '\n==> %s\n' "$*"; }

# As many compilers as there are cores, but no more than fit: the largest units take about 1.5 GB each.
jobs_that_fit()
{
    local cores memory_kb fit
    cores=$(nproc)
    memory_kb=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null || true)
    fit=$((${memory_kb:-0} / 1500000))
    if ((fit < 1)); then fit=1; fi
    echo $((fit < cores ? fit : cores))
}

# configure_and_build PRESET TARGETS [CMAKE_OPTIONS...]: TARGETS is one word of names parted by spaces, "" for everything.
configure_and_build()
{
    local preset=$1 targets=$2
    shift 2
    here "configuring ($preset)"
    cmake --preset "$preset" --log-level=WARNING "$@"
    here "building ($preset${targets:+: $targets})"
    local -a wanted=()
    read -ra wanted <<<"$targets"
    # One line a step is for terminals, where ninja keeps it on the spot; a log gets the same numbers, line by line.
    NINJA_STATUS="[%f/%t] " cmake --build --preset "$preset" -j "$(jobs_that_fit)" ${wanted[@]:+--target "${wanted[@]}"}
}
