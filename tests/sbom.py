"""The bill of materials of what runs: `make sbom` writes it into var/sbom.cdx.json (CycloneDX 1.6).

Names, licences and who needs whom are read by cyclonedx-bom from what is installed here; the hashes are those
of requirements.txt, and what lies in the project itself is named in ``CARRIED``. What a wheel bundles stands
within its package: as the wheel's own bill has it where it brings one (PEP 770), its shared libraries by name
and hash, with the version that they say themselves, if any. What only tests need is left out. The same
installation gives the same bytes.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import distribution, metadata
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]
from packaging.utils import canonicalize_name
from psycopg import pq
from pysqlite3.dbapi2 import sqlite_version

from tests.supply.locked import ROOT, Release, locked, written

FILE = ROOT / "var" / "sbom.cdx.json"
Json = dict[str, Any]


class Carried(NamedTuple):
    """A file of other people's that lies in the project; ``version`` is empty where the makers give none."""

    file: str
    name: str
    version: str
    licence: str
    licence_file: str
    about: str


_FONT = ("", "OFL-1.1", "tracker/export/fonts/OFL.txt", "cut from Noto Sans CJK SC by tests/fonts.py")
CARRIED = (
    Carried(
        "tracker/web/vendor/plotly-basic-4.1.1.min.js",
        "plotly.js-basic-dist-min",
        "4.1.1",
        "MIT",
        "tracker/web/vendor/plotly-LICENSE",
        "the makers' own build",
    ),
    Carried("tracker/export/fonts/TrackerSans-Regular.otf", "Tracker Sans Regular", *_FONT),
    Carried("tracker/export/fonts/TrackerSans-Bold.otf", "Tracker Sans Bold", *_FONT),
)
# What says nothing of its licence but in the LICENSE of its source.
IN_THE_SOURCE = {"pysqlite3": "Zlib"}


def bill() -> Json:
    """The bill as CycloneDX's JSON. Raises CalledProcessError where the installation can't be read."""
    made = _of_the_environment()
    runs = {one.name: one for one in locked("requirements.txt") if one.is_meant_here}
    packages = [part for part in made["components"] if canonicalize_name(part["name"]) in runs]
    for part in packages:
        part.setdefault("licenses", _in_their_words(part["name"]))
        # Its makers' pages are left out: the purl names it, and the format's checker takes 10 s to read them.
        part["components"] = _bundled(part["name"])
        part["externalReferences"] = [_files(part, runs[canonicalize_name(part["name"])])]
    carried = [_carried(each) for each in CARRIED]
    direct = {canonicalize_name(each.name) for each in written("requirements.in")}
    root = made["metadata"]["component"]["bom-ref"]
    needs = [part["bom-ref"] for part in packages if canonicalize_name(part["name"]) in direct]
    made["components"] = [*packages, *carried]
    stays = {part["bom-ref"] for part in made["components"]}
    made["dependencies"] = [
        {"ref": root, "dependsOn": sorted([*needs, *(part["bom-ref"] for part in carried)])},
        *(_among(stays, each) for each in made["dependencies"] if each["ref"] in stays),
        *({"ref": part["bom-ref"]} for part in carried),
    ]
    return made


def _of_the_environment() -> Json:
    command = ("-m", "cyclonedx_py", "environment", "--output-reproducible", "--spec-version", "1.6")
    # Whether it keeps the rules is asked of the whole, in tests/supply.
    about = ("--no-validate", "--pyproject", str(ROOT / "pyproject.toml"))
    done = subprocess.run(
        (sys.executable, *command, *about, sys.executable), capture_output=True, text=True, check=True
    )
    made: Json = json.loads(done.stdout)
    return made


def _in_their_words(name: str) -> list[Json]:
    """The licence where the makers give neither an identifier nor a classifier for it, but a line of text."""
    if name in IN_THE_SOURCE:
        return [{"license": {"id": IN_THE_SOURCE[name], "acknowledgement": "declared"}}]
    line = metadata(name)["License"]
    return [{"license": {"name": line, "acknowledgement": "declared"}}] if line else []


def _files(part: Json, release: Release) -> Json:
    """The files of a release: which of them was installed depends on the machine, so each has its hash."""
    hashes = [{"alg": "SHA-256", "content": each} for each in sorted(release.hashes)]
    return {"type": "distribution", "url": part["purl"], "hashes": hashes, "comment": "requirements.txt"}


# Licences are left out: the format's checker takes half a minute to read those of a thousand crates.
_KEPT = ("type", "name", "version", "purl", "hashes")
_OWN_BILL = re.compile(r"[^/]+\.dist-info/sboms/[^/]+\.json")
# A library, not a module of Python's, which is the package itself.
_LIBRARY = re.compile(r".*/lib[^/.]+\.(?:so(?:\.[0-9.]+)?|dylib)|[^/]+\.libs/.+")
_OPENSSL = re.compile(rb"OpenSSL (\d+\.\d+\.\d+) +\d+ \w+ \d{4}")


def _of_openssl(file: Path) -> str:
    said = _OPENSSL.search(file.read_bytes())
    return said[1].decode() if said else ""


def _of_libpq(_file: Path) -> str:
    """Asked of the library itself: 180003 is 18.3."""
    return "{}.{}".format(*divmod(pq.version(), 10_000))


def _of_pdfium(file: Path) -> str:
    """What the wheel says beside it."""
    said = json.loads((file.parent / "version.json").read_text("utf-8"))
    return ".".join(str(said[part]) for part in ("major", "minor", "build", "patch"))


SAYS_ITS_VERSION: dict[str, Callable[[Path], str]] = {
    "psycopg-binary libcrypto": _of_openssl,
    "psycopg-binary libpq": _of_libpq,
    "pypdfium2 libpdfium": _of_pdfium,
}

# Of what lies within a module of Python's, and is asked of it.
WITHIN_MODULES: dict[str, dict[str, Callable[[], str]]] = {
    "pysqlite3": {"SQLite": lambda: sqlite_version},
    "lxml": {
        "libxml2": lambda: ".".join(map(str, etree.LIBXML_COMPILED_VERSION)),
        "libxslt": lambda: ".".join(map(str, etree.LIBXSLT_COMPILED_VERSION)),
    },
}


def _bundled(package: str) -> list[Json]:
    """What the package's makers put into its wheel: as they list it, and the libraries that lie in it."""
    found: dict[str, Json] = {}
    for place in distribution(package).files or ():
        path, file = str(place), Path(str(place.locate()))
        parts = []
        if _OWN_BILL.fullmatch(path):
            listed = json.loads(file.read_text("utf-8")).get("components") or ()
            parts = [{key: each[key] for key in _KEPT if key in each} for each in listed]
            parts = [each for each in parts if canonicalize_name(each["name"]) != canonicalize_name(package)]
        elif _LIBRARY.fullmatch(path):
            parts = [_library(canonicalize_name(package), file)]
        for part in parts:
            made = part | {"evidence": {"occurrences": [{"location": path}]}}
            found.setdefault(json.dumps([part["name"], part.get("version"), path]), made)
    own = WITHIN_MODULES.get(canonicalize_name(package), {})
    within = [{"type": "library", "name": name, "version": says()} for name, says in own.items()]
    return [*within, *(found[key] for key in sorted(found))]


def _library(package: str, file: Path) -> Json:
    name = file.name.partition(".")[0].partition("-")[0]
    says = SAYS_ITS_VERSION.get(f"{package} {name}")
    version = says(file) if says else ""
    return {
        "type": "library",
        "name": name,
        **({"version": version} if version else {}),
        "hashes": [{"alg": "SHA-256", "content": sha256(file.read_bytes()).hexdigest()}],
    }


def _carried(each: Carried) -> Json:
    content = (ROOT / each.file).read_bytes()
    return {
        "type": "file",
        "bom-ref": each.file,
        "name": each.name,
        **({"version": each.version} if each.version else {}),
        "description": each.about,
        "licenses": [{"license": {"id": each.licence, "acknowledgement": "declared"}}],
        "hashes": [{"alg": "SHA-256", "content": sha256(content).hexdigest()}],
        "evidence": {"occurrences": [{"location": each.file}, {"location": each.licence_file}]},
    }


def _among(stays: set[str], each: Json) -> Json:
    """What a package needs, less what is not of the bill (extras that only a test asks for)."""
    needs = sorted(set(each.get("dependsOn", ())) & stays)
    return {"ref": each["ref"], **({"dependsOn": needs} if needs else {})}


def main(file: Path = FILE) -> None:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.write_text(json.dumps(bill(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"{sha256(file.read_bytes()).hexdigest()}  {file}")


if __name__ == "__main__":
    main()
