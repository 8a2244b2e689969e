# shellcheck shell=bash
# For stages that are long runs of tests/Steward.Chaos.Tests. Sourced from the root of the checkout, with $root set.

# shellcheck source=eng/needs.sh
. eng/needs.sh
# shellcheck source=eng/compiler.sh
. eng/compiler.sh

passed=0 failed=0
chaos=artifacts/bin/Steward.Chaos.Tests/debug/Steward.Chaos.Tests

# And the program that it torments, which is the one that ./steward runs.
build_chaos() {
    need_sdk
    need_sqlite
    [ -n "${DOTNET_ROOT:-}" ] || DOTNET_ROOT=$(dirname -- "$(readlink -f -- "$dotnet")")
    export DOTNET_ROOT DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
    name_compiler
    trap end_compiler EXIT
    (unset VERSION Version; use_compiler; exec "$dotnet" build tests/Steward.Chaos.Tests -p:RunAnalyzers=false -v quiet -nologo </dev/null) || return
    end_compiler
    ./steward --version >/dev/null || return
    [ -f .steward-build/current ] && export STEWARD_PROGRAM=$root/.steward-build/$(<.steward-build/current)/steward
}

# Runs it with these arguments, and adds up what it says. A run that does not reach its last line has failed.
run_chaos() { # seconds, arguments…
    local said
    said=$(timeout -k 10 "$1" "$chaos" "${@:2}" </dev/null 2>&1)
    printf '%s\n' "$said"
    if [[ ${said##*$'\n'} =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    else
        printf '%s did not finish within %s s.\n' "${*:2}" "$1"
        failed=$((failed + 1))
    fi
}

close_chaos() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    ((failed == 0 && passed > 0))
}
