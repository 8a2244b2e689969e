# shellcheck shell=sh
# One compiler for all projects of a build, instead of one for each: it is warm after the first, has a name that no other build knows,
# and ends with the build.

name_compiler() { compiler=steward-$$-$(date +%s); }

# For the process that builds: MSBuild reads its properties from the environment.
use_compiler() {
    export UseSharedCompilation=true SharedCompilationId="$compiler"
    # Other servers would outlive the build, keep its locks, and surprise whoever looks at the processes.
    export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0
}

end_compiler() {
    [ -n "${compiler:-}" ] || return 0
    if [ -d /proc/self ]; then
        found=$(grep -laF -- "-pipename:$compiler" /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3)
    else
        found=$(ps -axo pid=,command= | grep -F -- "-pipename:$compiler" | awk '{ print $1 }')
    fi
    # shellcheck disable=SC2086 # one word for each process; those that looked for it are over by now
    [ -z "$found" ] || kill $found 2>/dev/null || true
    # The pipe is a socket, always in this folder (other paths can be too long for one), and stays there when the compiler is told to end.
    rm -f "/tmp/$compiler"
    compiler=
}
