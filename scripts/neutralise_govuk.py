"""Take out of the GOV.UK Frontend build what only GOV.UK itself may use, and what hashed static storage trips over.

Usage: neutralise_govuk.py FOLDER, where the folder holds govuk-frontend.min.css and govuk-frontend.min.js.
Out go: the GDS Transport font, the crest, source maps. After this the style sheet points at no other file.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

FONTS = "Arial,Helvetica,sans-serif"


def neutral_css(css: str) -> str:
    """The style sheet without licensed fonts, crest or source map."""
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", FONTS)
    css = re.sub(r"[^{}]*\{[^{}]*govuk-crest\.svg[^{}]*\}", "", css)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css).rstrip() + "\n"


def neutral_js(script: str) -> str:
    """The module without its source map."""
    return re.sub(r"//# sourceMappingURL=\S+", "", script).rstrip() + "\n"


def main(folder: Path) -> None:
    """Rewrite both files in place; fail if anything licensed or absolute is left."""
    css, script = folder / "govuk-frontend.min.css", folder / "govuk-frontend.min.js"
    css.write_text(neutral_css(css.read_text()))
    script.write_text(neutral_js(script.read_text()))
    for path in (css, script):
        for word in ("GDS Transport", "crest", "sourceMappingURL", "url(/", "@font-face"):
            if word in path.read_text():
                raise SystemExit(f"{path.name} still holds {word!r}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
