# Sourced by ./tapelearn and ./tapelearn-test. Sets JAVA_HOME, java_version and java_major to a JDK of version 21 or newer.

complain() {
    printf '%s\n' "$@" >&2
}

# java_version_of HOME: sets found_version (25.0.1) and found_major (25); fails when HOME holds no JDK.
java_version_of() {
    found_version='' found_major=0
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
    if [ -r "$1/release" ]; then
        while IFS= read -r line; do
            case $line in
                JAVA_VERSION=*) found_version=${line#JAVA_VERSION=} ;;
            esac
        done < "$1/release"
    else
        found_version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version \("[^"]*"\).*/\1/p')
    fi
    found_version=${found_version#\"} found_version=${found_version%\"}
    found_major=${found_version%%[!0-9]*}
    [ -n "$found_major" ] || { found_major=0; return 1; }
}

use_jdk_if_recent() {
    [ -n "$1" ] && java_version_of "$1" && [ "$found_major" -ge 21 ] || return 1
    JAVA_HOME=$1 java_version=$found_version java_major=$found_major
    export JAVA_HOME
}

java_home_of_path() {
    java_on_path=$(command -v java) && java_on_path=$(readlink -f "$java_on_path") || return 0
    printf '%s\n' "${java_on_path%/bin/java}"
}

# Where systems and version managers keep JDKs, one a line.
usual_jdk_homes() {
    for home in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* /usr/local/openjdk* \
        "${HOME:-/root}"/.sdkman/candidates/java/* "${HOME:-/root}"/.jdks/* "${HOME:-/root}"/.asdf/installs/java/* \
        "${HOME:-/root}"/.local/share/mise/installs/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/root}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        printf '%s\n' "$home"
    done
}

newest_installed_jdk() {
    usual_jdk_homes | {
        newest='' newest_major=20
        while IFS= read -r home; do
            if java_version_of "$home" && [ "$found_major" -gt "$newest_major" ]; then
                newest=$home newest_major=$found_major
            fi
        done
        printf '%s\n' "$newest"
    }
}

find_jdk() {
    use_jdk_if_recent "${JAVA_HOME-}" && return
    use_jdk_if_recent "$(java_home_of_path)" && return
    use_jdk_if_recent "$(newest_installed_jdk)" && return
    complain 'tapelearn needs a JDK of version 21 or newer, and found none: not in JAVA_HOME' \
        "(${JAVA_HOME:-not set}), not as java in PATH ($(command -v java || echo none)), not in the usual folders (/usr/lib/jvm, ~/.sdkman, /opt ...)." \
        'Install one (a JDK, not only a JRE), or set JAVA_HOME to its folder.'
    exit 2
}

# A machine without a locale still has file names and output in UTF-8.
use_utf8() {
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
        C | POSIX) LC_ALL=C.UTF-8 && export LC_ALL ;;
    esac
}

find_maven() {
    command -v mvn > /dev/null && return
    complain 'tapelearn needs Maven (mvn, version 3.8 or newer) to build itself, and mvn is not in PATH.' \
        'Install it with your package manager (apt-get install maven, brew install maven, sdk install maven).'
    exit 2
}

# run_maven ARGUMENT...: Maven on the JDK found, without its own warnings about that JDK.
run_maven() {
    quiet_jvm=''
    [ "$java_major" -lt 24 ] || quiet_jvm='--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED'
    MAVEN_OPTS="$quiet_jvm ${MAVEN_OPTS-}" mvn -B -ntp -f "$root/pom.xml" "$@" < /dev/null
}

# hold_lock FILE MESSAGE: waits until no other process holds it; kept until this process ends or closes descriptor 9.
hold_lock() {
    mkdir -p "${1%/*}"
    if command -v flock > /dev/null; then
        exec 9> "$1"
        flock -n 9 || { complain "$2"; flock 9; }
    else
        hold_lock_folder "$1.folder" "$2"
    fi
}

hold_lock_folder() {
    lock_folder=$1 waited=0
    until mkdir "$lock_folder" 2> /dev/null; do
        [ "$waited" -gt 0 ] || complain "$2"
        waited=$((waited + 1))
        if [ "$waited" -gt 1800 ]; then
            complain "Waited half an hour for the lock ($lock_folder)." "If no other build is running, delete that folder."
            exit 2
        fi
        sleep 1
    done
    trap 'rmdir "$lock_folder"' EXIT
    trap 'exit 130' INT TERM
}

release_lock() {
    exec 9>&-
    if [ -n "${lock_folder-}" ]; then
        trap - EXIT INT TERM
        rmdir "$lock_folder"
    fi
}
