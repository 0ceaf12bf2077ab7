#!/usr/bin/env bash
# Makes target/debian/raccord_VERSION_ARCH.deb out of an existing build, with nothing but dpkg-deb.
# The same package as `cargo deb` makes from Cargo.toml, for machines that do not have cargo-deb.
#
#   packaging/deb.sh [PROFILE]     PROFILE is release (the default) or dist
set -euo pipefail
cd "$(dirname "$0")/.."

profile=${1:-release}
target=${CARGO_TARGET_DIR:-target}
built=$target/$profile
for program in raccord raccord-cli; do
    [ -x "$built/$program" ] || { echo "deb.sh: $built/$program is not built; run cargo build --profile $profile" >&2; exit 1; }
done

version=$(sed -n '/^\[package\]/,/^\[/s/^version = "\(.*\)"/\1/p' Cargo.toml)-1
arch=$(dpkg --print-architecture)
package=$target/debian/raccord_${version}_${arch}.deb
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
chmod 755 "$root"

put() { install -D -m "$1" "$2" "$root/$3"; }
put 755 "$built/raccord" usr/bin/raccord
put 755 "$built/raccord-cli" usr/bin/raccord-cli
put 644 packaging/linux/raccord.desktop usr/share/applications/raccord.desktop
put 644 packaging/linux/raccord.metainfo.xml usr/share/metainfo/com.example.raccord.metainfo.xml
put 644 packaging/icon/raccord.svg usr/share/icons/hicolor/scalable/apps/raccord.svg
for size in 16 24 32 48 64 128 256 512; do
    put 644 "packaging/icon/raccord-$size.png" "usr/share/icons/hicolor/${size}x$size/apps/raccord.png"
done
put 644 packaging/linux/copyright usr/share/doc/raccord/copyright
put 644 README.md usr/share/doc/raccord/README.md
gzip -9nc CHANGELOG.md >"$root/usr/share/doc/raccord/changelog.gz"

# The list is that of Cargo.toml's [package.metadata.deb]; X, Wayland and GL are opened at run time.
install -d "$root/DEBIAN"
cat >"$root/DEBIAN/control" <<CONTROL
Package: raccord
Version: $version
Architecture: $arch
Maintainer: The Raccord contributors <raccord@example.com>
Installed-Size: $(du -ks "$root/usr" | cut -f1)
Depends: libc6, libgcc-s1
Recommends: libgl1, libegl1, libx11-6, libx11-xcb1, libxcursor1, libxi6, libxkbcommon-x11-0, libwayland-client0
Suggests: gnome-keyring | kwalletmanager
Section: net
Priority: optional
Homepage: https://example.com/raccord
Description: keeps Business Central and Dataverse in step, field by field
 Raccord synchronises Dynamics 365 Business Central with Dynamics 365 Sales
 (Dataverse) through a local cache. It shows what it would write before it
 writes, merges what both sides changed, and asks a person only where both
 sides changed the same field.
 .
 The package holds a window (raccord) and a terminal program (raccord-cli).
CONTROL

mkdir -p "$target/debian"
dpkg-deb --root-owner-group --build "$root" "$package" >/dev/null
echo "$package"
