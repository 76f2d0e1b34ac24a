#!/bin/sh
# Make sure that the system programs named as arguments are there; install what is missing where that is allowed.
#   usage: system_packages.sh chromium bwrap venv
# With apt and root (or sudo without a password) it installs them; elsewhere it stops with the exact command to run.
set -eu

have() {
  case "$1" in
    postgres) command -v postgres || ls /usr/lib/postgresql/*/bin/postgres ;;
    chromium) command -v chromium || command -v chromium-browser || command -v google-chrome ;;
    tex) command -v xelatex && command -v latexmk && kpsewhich fncychap.sty texgyrepagella-math.otf unicode-math.sty ;;
    venv) "${PYTHON:-python3}" -c 'import ensurepip, venv' ;;
    *) command -v "$1" ;;
  esac >/dev/null 2>&1
}

package_of() {
  case "$1" in
    bwrap) echo bubblewrap ;;   # isolated grading
    chromium) echo chromium ;;  # page tests
    postgres) echo postgresql ;;  # the test of a gradebook on a server
    tex) echo texlive-xetex texlive-latex-extra latexmk fonts-texgyre fonts-texgyre-math fonts-dejavu-core ;;  # the PDF
    venv) echo python3-venv ;;
    *) echo "$1" ;;
  esac
}

missing=""
for program in "$@"; do
  have "$program" || missing="$missing $(package_of "$program")"
done
[ -z "$missing" ] && exit 0

manual="apt-get update && apt-get install -y --no-install-recommends$missing"
if ! command -v apt-get >/dev/null 2>&1; then
  echo "error: this needs the programs of the Debian packages$missing, and there is no apt-get here; install them by hand and run make again" >&2
  exit 1
fi
if [ "$(id -u)" = 0 ]; then
  as_root=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
  as_root="sudo"
else
  echo "error: this needs the system packages$missing, and may not install them; run: sudo sh -c '$manual'" >&2
  exit 1
fi
echo "==> installing system packages:$missing"
$as_root apt-get update -q
# shellcheck disable=SC2086  # the list is meant to be split
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing

for program in "$@"; do
  have "$program" || { echo "error: $(package_of "$program") is installed, but $program still does not run; see the lines above" >&2; exit 1; }
done
