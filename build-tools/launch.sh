# What the scripts that start Java have in common; sourced, POSIX sh. They set `root` first.
#
#   find_jdk             sets jdk (its folder) and jdk_major, or ends with 2
#   build_once MODULE    builds MODULE when its sources are newer than the last build, or ends with 3
#                        then sets `built`, the folder of that build, and `class_path`
#   jvm_flags            sets flags, to be split at spaces; LONGVIEW_JAVA_OPTS goes after them
#   service_flags        adds those of a service
#
# A build is copied out of target/ before it is run: a program that runs for hours must not lose its jars to the next build.
# LONGVIEW_BUILD=never runs the last build as it is, whatever has been edited since.

say() {
    printf 'longview: %s\n' "$*" >&2
}

# --- JDK -----------------------------------------------------------------------------------------------------------------------

# Sets major to the feature version of the JDK in folder $1, 0 where there is none that could also build.
jdk_version() {
    major=0
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
    jdk_text=
    if [ -r "$1/release" ]; then
        while IFS='=' read -r jdk_key jdk_value; do
            [ "$jdk_key" = JAVA_VERSION ] && jdk_text=$jdk_value
        done <"$1/release"
    fi
    if [ -z "$jdk_text" ]; then
        jdk_text=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
    fi
    jdk_text=${jdk_text#\"}
    jdk_text=${jdk_text#1.}
    jdk_text=${jdk_text%%[!0-9]*}
    major=${jdk_text:-0}
}

consider_jdk() {
    jdk_version "$1"
    if [ "$major" -ge 21 ] && [ "$major" -gt "$jdk_major" ]; then
        jdk=$1
        jdk_major=$major
    fi
}

find_jdk() {
    jdk=
    jdk_major=0
    if [ -n "${JAVA_HOME:-}" ]; then
        consider_jdk "$JAVA_HOME"
        [ -z "$jdk" ] || return 0
    fi
    on_path=$(command -v java || :)
    while [ -n "$on_path" ] && [ -L "$on_path" ]; do
        link=$(readlink "$on_path")
        case $link in
            /*) on_path=$link ;;
            *) on_path=${on_path%/*}/$link ;;
        esac
    done
    [ -z "$on_path" ] || consider_jdk "${on_path%/bin/java}"
    for folder in /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nowhere}"/.sdkman/candidates/java/* \
        "${HOME:-/nowhere}"/.jdks/* /opt/*; do
        consider_jdk "$folder"
    done
    if [ -z "$jdk" ]; then
        say "needs a JDK, 21 or newer, and found none: looked at JAVA_HOME (${JAVA_HOME:-not set}), java on the PATH, /usr/lib/jvm," \
            "/Library/Java/JavaVirtualMachines, ~/.sdkman, ~/.jdks and /opt. Install one, or set JAVA_HOME to it."
        exit 2
    fi
}

# --- Build ---------------------------------------------------------------------------------------------------------------------

# Folders count too: a deleted file changes its folder.
changed_since() {
    find "$root" \( -name target -o -name '.?*' -o -path "$root/docs" -o -path '*/src/test' \) -prune \
        -o \( -name pom.xml -o -path '*/src/main*' \) -newer "$1" -print | head -n 1
}

# Sets built to the folder of the last build, empty where there is none.
last_build() {
    built=
    if [ -r "$builds/current" ]; then
        read -r built <"$builds/current"
        built=$builds/$built
        [ -r "$built/class-path" ] || built=
    fi
}

fresh() {
    last_build
    [ -n "$built" ] || return 1
    [ "${LONGVIEW_BUILD:-}" != never ] || return 0
    [ -z "$(changed_since "$built/stamp")" ]
}

# One build at a time. flock where there is one, because the kernel lets go of it whatever happens to its holder.
lock() {
    if command -v flock >/dev/null 2>&1; then
        exec 9>"$builds/lock"
        if ! flock -n 9; then
            say "waiting for another build to end"
            flock 9
        fi
        return 0
    fi
    waiting=
    until mkdir "$builds/lock.d" 2>/dev/null; do
        holder=$(cat "$builds/lock.d/pid" 2>/dev/null || :)
        if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
            # Only one can move it away.
            mv "$builds/lock.d" "$builds/lock.stale.$$" 2>/dev/null && rm -rf "$builds/lock.stale.$$"
            continue
        fi
        [ -n "$waiting" ] || say "waiting for another build to end (if none is running, remove $builds/lock.d)"
        waiting=yes
        sleep 1
    done
    trap 'rm -rf "$builds/lock.d"' EXIT
    trap 'exit 130' INT TERM HUP
    echo $$ >"$builds/lock.d/pid"
}

unlock() {
    if [ -d "$builds/lock.d" ]; then
        rm -rf "$builds/lock.d"
        trap - EXIT INT TERM HUP
    else
        exec 9>&-
    fi
}

# Maven's output goes to $1/build.log; of it, one line for each module goes to the terminal.
maven() {
    if [ -t 2 ]; then
        before='\r\033[K' after=
    else
        before='' after='\n'
    fi
    {
        # The outcome goes to a file: it would be lost in the pipe.
        code=0
        (cd "$root" && JAVA_HOME=$jdk exec mvn -B -Dmaven.test.skip=true -Dformat.skip=true -pl "$module" -am package) 2>&1 </dev/null 9>&- || code=$?
        echo "$code" >"$1/code"
    } | tee "$1/build.log" | sed -n 's/^\[INFO\] Building \(.*\) [^ ]* *\(\[[0-9/]*\]\)$/\2 \1/p' |
        while read -r line; do
            printf "${before}longview:   %s${after}" "$line" >&2
        done
    [ ! -t 2 ] || printf '\r\033[K' >&2
    [ "$(cat "$1/code")" = 0 ]
}

build() {
    if ! command -v mvn >/dev/null 2>&1; then
        say "must be built once, and needs Maven (mvn) for that, 3.8.6 or newer: none is on the PATH. Install it and try again."
        exit 2
    fi
    if [ -n "$built" ]; then
        say "sources have changed: building $module (JDK $jdk_major)"
    else
        say "first use: building $module (JDK $jdk_major); later starts skip this"
    fi
    name=$(date +%Y%m%d-%H%M%S)-$$
    new=$builds/$name
    mkdir -p "$new/lib"
    # Before the build, so that what is edited during it makes the next start build again.
    touch "$new/stamp"
    # Maven adds to this folder and never takes an old version away.
    rm -rf "$root/$module/target/lib"
    if ! maven "$new"; then
        say "the build failed; it ended with:"
        # Maven's advice at the end is of no use here; what the compiler said is.
        grep -v -E '^\[ERROR\] *$|^\[ERROR\] (->|To see|Re-run|For more|\[Help|After corr|  mvn)' "$new/build.log" |
            grep -v '^\[INFO\] *$' | tail -n 40 >&2
        mv "$new/build.log" "$builds/failed.log"
        rm -rf "$new"
        say "all of it: $builds/failed.log"
        exit 3
    fi
    class_path=
    for jar in "$root/$module/target/longview-${module##*/}.jar" "$root/$module"/target/lib/*.jar; do
        file=${jar##*/}
        case $file in
            longview-*) cp "$jar" "$new/lib/$file" ;;
            *) ln "$jar" "$new/lib/$file" 2>/dev/null || cp "$jar" "$new/lib/$file" ;;
        esac
        class_path=$class_path${class_path:+:}$new/lib/$file
    done
    printf '%s\n' "$class_path" >"$new/class-path"
    after_build "$new"
    printf '%s\n' "$name" >"$builds/current.$$"
    mv "$builds/current.$$" "$builds/current"
    # Those that run may still need theirs: keep a few.
    ls -1d "$builds"/[0-9]*-* | sort -r | tail -n +4 | while read -r old; do
        rm -rf "$old"
    done
    built=$new
}

# A script may do more with a new build, in folder $1, before it is used.
after_build() { :; }

build_once() {
    module=$1
    builds=$root/.launcher/$module
    if ! fresh; then
        mkdir -p "$builds"
        lock
        # Whoever had the lock before may have built it.
        fresh || build
        unlock
    fi
    read -r class_path <"$built/class-path"
}

# --- Run -----------------------------------------------------------------------------------------------------------------------

# Sets flags. Parallel: batch work wants throughput. Native access and unsafe: DuckDB's and Arrow's, else the JVM warns.
jvm_flags() {
    # Threads of boosted trees that wait must not spin: with any other load they are ten times slower.
    export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"
    flags="-XX:+UseParallelGC -XX:MaxRAMPercentage=50 -Xshare:auto --enable-native-access=ALL-UNNAMED"
    [ "$jdk_major" -lt 23 ] || flags="$flags --sun-misc-unsafe-memory-access=allow"
}

# Adds what a service wants: that work that can wait, at the lowest of Java's priorities, gives way to answering. Numbers are those of Linux,
# where others stay as they are; raising them would need the right to. Without warnings, as the one about that right is wrong here.
service_flags() {
    [ "$(uname -s)" = Linux ] || return 0
    flags="$flags -XX:-PrintWarnings -XX:ThreadPriorityPolicy=1 -XX:JavaPriority1_To_OSPriority=10 -XX:JavaPriority8_To_OSPriority=0"
    flags="$flags -XX:JavaPriority9_To_OSPriority=0 -XX:JavaPriority10_To_OSPriority=0"
}
