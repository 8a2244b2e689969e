# shellcheck shell=sh
# What a machine must have before Steward can be built or tested, and how to get it. Sourced by ./steward and ./test.

say() { printf 'steward: %s\n' "$*" >&2; }
fail() { # exit code, sentence
    code=$1; shift
    say "$*"
    exit "$code"
}

# shellcheck disable=SC2154 # root comes from the script that sources this
# Sets $dotnet to a `dotnet` whose SDK fits global.json. An SDK unpacked by hand need not be on PATH.
find_sdk() {
    for dotnet in "$(command -v dotnet)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-}/.dotnet/dotnet" /usr/share/dotnet/dotnet \
        /usr/lib/dotnet/dotnet /usr/lib64/dotnet/dotnet /usr/local/share/dotnet/dotnet \
        /opt/homebrew/opt/dotnet@10/bin/dotnet /usr/local/opt/dotnet@10/bin/dotnet; do
        [ -x "$dotnet" ] && (cd "$root" && DOTNET_NOLOGO=1 DOTNET_CLI_HOME=$(dotnet_home) "$dotnet" --version) >/dev/null 2>&1 && return 0
    done
    return 1
}

# Where dotnet may keep its first-run marks: a service account has a home that it cannot write.
dotnet_home() {
    if [ -n "${HOME:-}" ] && [ -w "$HOME" ]; then printf '%s' "$HOME"; else printf '%s' "${builds:-${TMPDIR:-/tmp}}"; fi
}

has_sqlite() {
    [ "$(uname -s)" = Darwin ] && return 0 # part of the system, though no file shows it
    for file in /lib/libsqlite3.so.0 /usr/lib/libsqlite3.so.0 /usr/lib64/libsqlite3.so.0 /lib/*/libsqlite3.so.0 \
        /usr/lib/*/libsqlite3.so.0 /usr/local/lib/libsqlite3.so.0; do
        [ -e "$file" ] && return 0
    done
    PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep 'libsqlite3\.so\.0' >/dev/null
}

package_manager() {
    for manager in apt-get dnf pacman apk zypper brew; do
        command -v "$manager" >/dev/null 2>&1 && return 0
    done
    return 1
}

# The name of what is needed ($1: sdk, sqlite, or a package of that name everywhere) in the words of $manager.
package_for() {
    case $1:$manager in
        sdk:apt-get | sdk:dnf | sdk:zypper) echo dotnet-sdk-10.0 ;;
        sdk:pacman) echo dotnet-sdk aspnet-runtime ;;
        sdk:apk) echo dotnet10-sdk ;;
        sdk:brew) echo dotnet@10 ;;
        sqlite:apt-get | sqlite:zypper) echo libsqlite3-0 ;;
        sqlite:dnf | sqlite:apk) echo sqlite-libs ;;
        sqlite:*) echo sqlite ;;
        *) echo "$1" ;;
    esac
}

# True when the manager could install all of these now. (A `grep -q` would hang up on a list that is still being written, and `pipefail`
# takes that for a failure of the list.)
is_offered() {
    for package in "$@"; do
        case $manager in
            apt-get) LC_ALL=C apt-cache policy "$package" 2>/dev/null | grep 'Candidate: [^(]' >/dev/null ;;
            dnf) dnf -q list --available "$package" >/dev/null 2>&1 ;;
            pacman) pacman -Si "$package" >/dev/null 2>&1 ;;
            apk) [ -n "$(apk search -q -e "$package" 2>/dev/null)" ] ;;
            zypper) zypper -nq search -x "$package" >/dev/null 2>&1 ;;
            brew) brew info "$package" >/dev/null 2>&1 ;;
        esac || return 1
    done
}

# Sets $sudo to what installing takes here: nothing for root and brew, `sudo` after a yes on the terminal. False when it may not.
may_install() { # what, in words
    sudo=
    { [ "$manager" = brew ] || [ "$(id -u)" = 0 ]; } && return 0
    command -v sudo >/dev/null 2>&1 && [ -t 0 ] && [ -t 2 ] || return 1
    printf 'Steward needs %s. Install it with %s (sudo)? [Y/n] ' "$1" "$manager" >&2
    IFS= read -r answer || return 1
    case $answer in '' | [yY]*) sudo=sudo ;; *) return 1 ;; esac
}

refresh_lists() {
    case $manager in
        apt-get) $sudo apt-get -q update ;;
        apk) $sudo apk -q update ;;
        pacman) $sudo pacman -Sy --noconfirm ;;
    esac </dev/null >>"$needs_log" 2>&1
}

install_packages() {
    case $manager in
        apt-get) $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qy --no-install-recommends install "$@" ;;
        dnf) $sudo dnf -qy install "$@" ;;
        pacman) $sudo pacman -S --noconfirm --needed "$@" ;;
        apk) $sudo apk -q add "$@" ;;
        zypper) $sudo zypper -nq install "$@" ;;
        brew) brew install -q "$@" ;;
    esac </dev/null >>"$needs_log" 2>&1
}

# Gets $1 (see package_for), called $2 in words, from the system's package manager. False when that cannot be.
get() {
    needs_log=${needs_log:-/dev/null}
    package_manager || return 1
    # shellcheck disable=SC2046 # one word may become two packages
    set -- "$2" $(package_for "$1")
    words=$1; shift
    is_offered "$@" || may_have_old_lists || return 1
    may_install "$words" || return 1
    is_offered "$@" || { refresh_lists; is_offered "$@"; } || return 1
    say "installing $words ($*)"
    install_packages "$@" || { refresh_lists && install_packages "$@"; }
}

# Nobody is asked for a password to learn that the archive has no such package; root may look again, and empty lists say nothing.
may_have_old_lists() {
    [ "$(id -u)" = 0 ] || { [ "$manager" = apt-get ] && ! ls /var/lib/apt/lists/*_Packages* >/dev/null 2>&1; }
}

need_sdk() {
    find_sdk && return 0
    get sdk 'the .NET 10 SDK' && find_sdk && return 0
    fail 78 'no .NET 10 SDK here: install the .NET 10 SDK (https://dot.net), then run this again.'
}

need_sqlite() {
    has_sqlite && return 0
    get sqlite 'the SQLite library' && has_sqlite && return 0
    fail 78 "no SQLite library here: install libsqlite3 with your system's package manager, then run this again."
}

# What the tests call beside the SDK, each with the package that brings it.
test_tools='git:git strace:strace ps:procps setsid:util-linux flock:util-linux ss:iproute2 timeout:coreutils bwrap:bubblewrap'

want_test_tools() {
    for tool in $test_tools; do
        PATH=$PATH:/sbin:/usr/sbin command -v "${tool%:*}" >/dev/null 2>&1 && continue
        get "${tool#*:}" "${tool%:*}" || say "${tool%:*} is not here (package ${tool#*:}); tests that need it will fail"
    done
}
