#!/bin/sh
# The short film of a call for the README, out of the screens that scripts/screens.py has made: docs/screens/call.gif
# Needs ImageMagick. SCREENS: where the pictures are; LOOK: which of them.
set -eu
cd "$(dirname "$0")/.."
screens=${SCREENS:-build/screens} look=${LOOK:-zh-light}
set --
for frame in ready:160 offer:240 talking:200 replies-speaking:220 transfer:180 consult:220 wrap-up-to-choose:260; do
    set -- "$@" -delay "${frame#*:}" "$screens/${frame%:*}-$look.png"
done
convert "$@" -resize 1024x -dither None -colors 96 -loop 0 -layers OptimizePlus docs/screens/call.gif
ls -l docs/screens/call.gif
