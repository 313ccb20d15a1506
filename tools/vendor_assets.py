"""Bring the assets of nhsuk-frontend into the package, without what may not be shipped.

``python tools/vendor_assets.py FOLDER``: FOLDER is the unpacked npm package. The licensed font and
the addresses that it is fetched from are taken out, and pictures are named from beside the sheet,
so that a page asks the network for nothing.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

TARGET = Path(__file__).parent.parent / "src/wholeplace/web/static/wholeplace/vendor"
_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_FAMILY = re.compile(r"Frutiger W01,\s*")
_PICTURE = re.compile(r"url\((?:\"|')?/assets/images/([\w.-]+)(?:\"|')?\)")


def vendored(package: Path) -> dict[str, str]:
    """Return the files that are shipped, by name."""
    version = json.loads((package / "package.json").read_text())["version"]
    dist = package / "dist" / "nhsuk"
    sheet = (dist / "nhsuk-frontend.min.css").read_text()
    sheet = _FAMILY.sub("", _FONT_FACE.sub("", sheet)).split("/*# sourceMappingURL")[0]
    pictures = sorted(set(_PICTURE.findall(sheet)))
    script = (dist / "nhsuk-frontend.min.js").read_text().split("//# sourceMappingURL")[0]
    found = {
        f"nhsuk-frontend-{version}.min.css": _PICTURE.sub(r"url(\1)", sheet),
        f"nhsuk-frontend-{version}.min.js": script,
    }
    for name in pictures:
        (file,) = package.rglob(name)
        found[name] = file.read_text()
    for name, text in found.items():
        if re.search(r"https?://(?!www\.w3\.org)", text) and name.endswith(".css"):
            raise SystemExit(f"{name} still names an address")
    return found


def main() -> None:
    """Write the files."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, text in vendored(Path(sys.argv[1])).items():
        (TARGET / name).write_text(text)
        print(TARGET / name, len(text))


if __name__ == "__main__":
    main()
