#!/bin/sh
# Copies GOV.UK Frontend and htmx into the static folder, without what a service off GOV.UK may not use.
# Needs npm and python3; only for whoever raises a version: the results are committed. See static/vendor/README.md in goldenthread/web.
set -eu
GOVUK=6.6.0
HTMX=2.0.11
here=$(cd "$(dirname "$0")/.." && pwd)
vendor="$here/src/goldenthread/web/static/vendor"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm pack --silent "govuk-frontend@$GOVUK" "htmx.org@$HTMX" >/dev/null
mkdir govuk htmx
tar xzf "govuk-frontend-$GOVUK.tgz" -C govuk
tar xzf "htmx.org-$HTMX.tgz" -C htmx
mkdir -p "$vendor/govuk" "$vendor/htmx"
cp govuk/package/dist/govuk/govuk-frontend.min.css govuk/package/dist/govuk/govuk-frontend.min.js "$vendor/govuk/"
cp htmx/package/dist/htmx.min.js "$vendor/htmx/"
cp htmx/package/LICENSE "$vendor/htmx/LICENCE.txt"
python3 "$here/scripts/neutralise_govuk.py" "$vendor/govuk"
cd "$vendor" && sha256sum govuk/*.css govuk/*.js htmx/*.js >SHA256SUMS
