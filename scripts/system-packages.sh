#!/bin/sh
# Install what Seatline needs from Debian. "run": to use it; "test": real peers and devices for the tests as well.
# Does nothing where everything is there; elsewhere than on Debian it only says what is needed.
set -eu
run="python3-venv libportaudio2 libasound2-plugins libpulse0 pulseaudio pulseaudio-utils xvfb xauth
 libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0
 libxcb-render-util0 libxcb-xkb1 libxcb-shape0 libxcb-randr0 libxcb-sync1 libxcb-xfixes0 libxcb-render0
 libxcb-shm0 libxkbcommon0 libx11-xcb1 libglib2.0-0 libstdc++6 libdbus-1-3 libfontconfig1 fonts-noto-cjk espeak-ng libopus0"
test="sip-tester baresip-core linphone-cli postgresql postgresql-contrib dbus gnome-keyring libsecret-1-0 xdotool sox chromium"
case "${1:-run}" in
run) want=$run ;;
test) want="$run $test" ;;
*) echo "usage: system-packages.sh run|test" >&2; exit 2 ;;
esac
if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "This is no Debian or Ubuntu. Please install by hand what corresponds to:" $want >&2
    exit 0
fi
missing=
for package in $want; do
    state=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$state" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
sudo=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 || { echo "As root, please run: apt-get install -y$missing" >&2; exit 1; }
    sudo=sudo
fi
echo "Installing system packages:$missing"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q >/dev/null || echo "The package list could not be renewed; trying with the old one." >&2
# Services that the packages would start are not wanted: tests start their own.
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing >/dev/null
