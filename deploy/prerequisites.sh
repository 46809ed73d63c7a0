#!/bin/sh
# Name everything that `make setup` needs and does not find, each with the command that installs
# it, and stop. Nothing is installed or changed here.
#
# With an argument, print the Python to use and say nothing else: deploy/prerequisites.sh python

python=""
for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12}; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1; then
        python=$candidate
        break
    fi
done
if [ "${1:-}" = python ]; then
    echo "${python:-python3}"
    exit 0
fi

if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo "; fi
missing=""

# need WHAT DEBIAN FEDORA MACOS: note a missing thing and how each system installs it.
need() {
    missing="$missing
- $1
    Debian, Ubuntu:  ${sudo}apt install $2
    Fedora:          ${sudo}dnf install $3
    macOS:           brew install $4
"
}

if [ -z "$python" ]; then
    need "Python 3.12 or newer (Debian 12 has 3.11: get 3.13 by pyenv or uv)" \
        "python3 python3-venv" "python3.13" "python@3.13"
elif ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    need "Python's module venv" "python3-venv" "python3-libs" "python@3.13"
fi

if ! npm --version >/dev/null 2>&1; then
    need "npm (Node.js 20 or newer)" "npm" "nodejs-npm" "node"
fi

# has NAME...: can one of these shared libraries be loaded?
has() {
    "${python:-python3}" - "$@" >/dev/null 2>&1 <<'EOF'
import ctypes
import sys

for name in sys.argv[1:]:
    for folder in ("", "/opt/homebrew/lib/", "/usr/local/lib/"):
        try:
            ctypes.CDLL(folder + name)
        except OSError:
            continue
        sys.exit(0)
sys.exit(1)
EOF
}

# Without any Python the libraries cannot be looked for: the next run does.
if [ -n "$python" ] || python3 --version >/dev/null 2>&1; then
    has libpango-1.0.so.0 libpango-1.0.0.dylib libpango-1.0.dylib ||
        need "Pango (libpango-1.0), which WeasyPrint draws with" "libpango-1.0-0" "pango" "pango"
    has libpangoft2-1.0.so.0 libpangoft2-1.0.0.dylib libpangoft2-1.0.dylib ||
        need "Pango for FreeType (libpangoft2-1.0)" "libpangoft2-1.0-0" "pango" "pango"
    has libharfbuzz-subset.so.0 libharfbuzz-subset.0.dylib libharfbuzz-subset.dylib ||
        need "HarfBuzz for font subsets (libharfbuzz-subset)" \
            "libharfbuzz-subset0" "harfbuzz" "harfbuzz"
fi

if [ -n "$missing" ]; then
    printf 'Missing on this machine:\n%s\nInstall it, then run make again.\n' "$missing" >&2
    exit 1
fi
