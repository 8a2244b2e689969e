# shellcheck shell=sh
# The slow half of ./steward: makes $builds/$build, a published Steward in a folder named by the content of its sources.

# shellcheck disable=SC2154,SC2034 # root, cached and sources() come from ./steward; needs.sh reads needs_log
build_steward() {
    choose_folder
    log=$builds/build.log
    needs_log=$log
    lock
    is_fresh "$builds" && { unlock; return; } # somebody else built while this one waited
    stamp=$builds/stamp.$$
    staged=$builds/staged.$$
    trap 'clean_up' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    : >"$stamp"
    : >"$log"
    build=$(name_by_content)
    [ -x "$builds/$build/steward" ] || { need_sdk; need_sqlite; publish; }
    make_current
    remove_old
    clean_up
    trap - EXIT INT TERM HUP
    unlock
}

choose_folder() {
    [ -w "$root" ] && mkdir -p "$builds" 2>/dev/null && [ -w "$builds" ] && return
    builds=$cached
    mkdir -p "$builds" 2>/dev/null && [ -w "$builds" ] && return
    fail 78 "no place to build in: make $root or ${builds%%/steward/builds*} writable."
}

# A lock of the kernel's dies with its holder. Where there is no flock(1) (macOS), perl asks for the same lock on the same descriptor.
lock() {
    exec 9>"$builds/lock" || fail 78 "cannot write $builds/lock."
    take_lock -n && return
    say 'another build of Steward is under way; waiting for it'
    take_lock || fail 75 'could not take the lock of the build.'
}
take_lock() {
    if command -v flock >/dev/null 2>&1; then
        flock "$@" 9
    else
        perl -e 'use Fcntl ":flock"; open(my $f, ">&=", 9) or exit 1; exit(flock($f, LOCK_EX | (@ARGV ? LOCK_NB : 0)) ? 0 : 1)' -- "$@"
    fi
}
unlock() { exec 9>&-; }

name_by_content() {
    if command -v sha256sum >/dev/null 2>&1; then digest=sha256sum; else digest='shasum -a 256'; fi
    # shellcheck disable=SC2086 # a command and its options
    (cd "$root" && { uname -sm; sources . -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 $digest; } | $digest | cut -c1-16)
}

runtime_id() {
    case $(uname -s) in Darwin) os=osx ;; *) os=linux ;; esac
    [ $os = linux ] && ls /lib/ld-musl-* >/dev/null 2>&1 && ! ls /lib*/ld-linux* >/dev/null 2>&1 && os=linux-musl
    case $(uname -m) in x86_64 | amd64) echo $os-x64 ;; aarch64 | arm64) echo $os-arm64 ;; armv7* | armv6*) echo $os-arm ;; *) echo "$os-$(uname -m)" ;; esac
}

publish() {
    started=$(date +%s)
    rid=$(runtime_id)
    if [ -f "$builds/current" ]; then why='after a change'; else why='first use: three to five minutes'; fi
    doing="Building Steward ($why)"
    [ -t 2 ] || say "$doing"
    name_compiler
    # What fails for its sources would only fail again.
    { can_be_native && publish_as native; } || grep -q 'error CS' "$log" || publish_as managed || report_failure
    [ -x "$staged/steward" ] || report_failure
    rm -rf "${builds:?}/$build"
    mv "$staged" "$builds/$build"
    took=$(($(date +%s) - started))
    if [ -t 2 ]; then printf '\r\033[KBuilt Steward in %s s\n' "$took" >&2; else say "built in $took s"; fi
}

# Native code starts in a third of the time and takes less memory. It needs a linker for C and takes longer to build; where it
# cannot be had, the program runs on the .NET runtime and does the same.
can_be_native() {
    [ "${STEWARD_NATIVE:-yes}" != no ] || return 1
    case $rid in linux-*) command -v clang >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 ;; *) return 1 ;; esac
}

# Locked packages first. The lock names one patch of the SDK and the runtimes that are tested; with others NuGet refuses it
# (NU1004), and Steward is then built without it rather than not at all, and the lock files stay as they are.
publish_as() { # native or managed
    rm -rf "$staged"
    mkdir -p "$staged"
    relative=
    if [ "$1" = native ]; then
        set -- --self-contained true -p:Native=true
    else
        link_dotnet
        set -- --self-contained false -p:PublishReadyToRun=true ${relative:+-p:AppHostRelativeDotNet=$relative}
    fi
    run_dotnet "$@" -p:RestoreLockedMode=true ||
        { grep -q NU1004 "$log" && run_dotnet "$@" -p:RestorePackagesWithLockFile=false -p:NuGetLockFilePath=none.lock.json; }
}

# The program finds .NET by itself in the places where installers put it. For any other place a link beside the program
# tells it, also when something starts it later with an empty environment.
link_dotnet() {
    real=$dotnet
    while [ -L "$real" ]; do
        link=$(readlink "$real")
        case $link in /*) real=$link ;; *) real=${real%/*}/$link ;; esac
    done
    dotnet_root=$(cd -- "${real%/*}" && pwd -P)
    case $dotnet_root in /usr/share/dotnet | /usr/local/share/dotnet) return ;; esac
    [ -d "$dotnet_root/host/fxr" ] || return 0
    ln -s "$dotnet_root" "$staged/dotnet"
    relative=dotnet
}

run_dotnet() { # extra properties
    (
        # MSBuild reads the environment as properties, and some machines set these for reasons of their own.
        unset CI PLATFORM Platform CONFIGURATION Configuration VERSION Version TreatWarningsAsErrors
        export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
        export DOTNET_CLI_UI_LANGUAGE=en DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=true
        use_compiler
        HOME=$(dotnet_home)
        export HOME
        cd "$root" || exit 1
        exec "$dotnet" publish src/Steward.Cli -c Release -r "$rid" -p:RunAnalyzers=false --artifacts-path "$builds/work" -o "$staged" \
            -v quiet -nologo "$@"
    ) </dev/null >>"$log" 2>&1 9>&- &
    child=$!
    spin
    wait "$child"
    code=$?
    child=
    return $code
}

# What happens while the build runs, for people and for logs: nobody should wait before a silent line.
spin() {
    [ -t 2 ] || { tell; return; }
    frames='|/-='
    while kill -0 "$child" 2>/dev/null; do
        frames=${frames#?}${frames%???}
        printf '\r\033[K%s %s %s s' "${frames%???}" "$doing" $(($(date +%s) - started)) >&2
        sleep 0.1
    done
    printf '\r\033[K' >&2
}

tell() {
    told=0
    while kill -0 "$child" 2>/dev/null; do
        sleep 0.2
        passed=$(($(date +%s) - started))
        [ "$passed" -lt $((told + 10)) ] || { told=$passed; say "still building ($passed s)"; }
    done
}

report_failure() {
    [ -t 2 ] && printf '\r\033[K' >&2
    { grep -E '(error|: fatal)' "$log" | LC_ALL=C sort -u | tail -n 12 | grep . || tail -n 20 "$log"; } >&2
    fail 1 "the build failed; all of its output is in $log"
}

make_current() {
    printf '%s\n' "$build" >"$builds/current.$$"
    touch -r "$stamp" "$builds/current.$$"
    mv -f "$builds/current.$$" "$builds/current"
}

# The last three stay, and so does any folder that a process runs from: its files are loaded when they are first needed.
remove_old() {
    touch "$builds/$build"
    in_use=$(ls -l /proc/[0-9]*/exe 2>/dev/null; cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n'; [ -d /proc/self ] || ps -axo command=)
    # shellcheck disable=SC2012 # the names are digests
    (cd "$builds" && ls -td -- ????????????????/) 2>/dev/null | tail -n +4 | while IFS= read -r old; do
        case $in_use in *".steward-build/$old"*) ;; *) rm -rf "${builds:?}/$old" ;; esac
    done
}

clean_up() {
    [ -z "${child:-}" ] || { kill -TERM "$child" 2>/dev/null; wait "$child"; child=; }
    end_compiler
    rm -rf "$stamp" "$staged" "$builds/current.$$"
}
