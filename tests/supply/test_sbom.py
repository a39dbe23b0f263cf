"""`make sbom` lists all that runs: the packages of requirements.txt, and others' files in the project."""

import json
import re
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name
from psycopg import pq

from tests import sbom
from tests.supply.locked import ROOT, locked

OTHERS = ("*.min.js", "*.otf", "*.ttf", "*.woff*", "vendor/*.js")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sbom") / "kept" / "sbom.cdx.json"
    sbom.main(file)
    return file


@pytest.fixture(scope="module")
def bill(file: Path) -> sbom.Json:
    bill: sbom.Json = json.loads(file.read_text("utf-8"))
    return bill


def names_of(bill: sbom.Json) -> dict[str, sbom.Json]:
    return {canonicalize_name(part["name"]): part for part in bill["components"] if "purl" in part}


def test_the_bill_keeps_the_rules_of_its_format(file: Path) -> None:
    judge = JsonStrictValidator(SchemaVersion.V1_6)
    assert judge.validate_str(file.read_text("utf-8")) is None
    hashes = [{"alg": "SHA", "content": "0" * 64}]
    wrong = {"type": "library", "name": "x", "hashes": hashes}
    assert judge.validate_str(
        json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [wrong]})
    )


def test_it_lists_what_runs_and_nothing_that_only_tests_need(bill: sbom.Json) -> None:
    runs = {one.name: one.version for one in locked("requirements.txt") if one.is_meant_here}
    assert {name: part["version"] for name, part in names_of(bill).items()} == runs
    assert "pytest" in {one.name for one in locked("requirements-dev.txt")} - runs.keys()


def test_what_a_wheel_bundles_stands_within_its_package(bill: sbom.Json) -> None:
    """By the wheel's own bill, and each library that lies in it, with a version where itself says one."""
    within = {
        name: {each["name"]: each.get("version", "") for each in part.get("components", ())}
        for name, part in names_of(bill).items()
    }
    assert re.fullmatch(r"\d+\.\d+\.\d+", within["cryptography"]["openssl"]), "as its makers list it"
    assert within["psycopg-binary"]["libpq"] == f"{pq.version() // 10_000}.{pq.version() % 10_000}"
    assert re.fullmatch(r"\d+\.\d+\.\d+", within["psycopg-binary"]["libcrypto"])
    assert re.fullmatch(r"\d+(\.\d+){3}", within["pypdfium2"]["libpdfium"])
    assert within["psycopg-binary"]["libgssapi_krb5"] == "", (
        "of which nothing says a version, none is guessed"
    )
    assert len(within["typst"]) > 100
    assert within["pysqlite3"]["SQLite"].startswith("3.")
    assert within["lxml"]["libxml2"].startswith("2.")
    assert all(name not in {canonicalize_name(each) for each in parts} for name, parts in within.items())


def test_every_shared_library_of_a_package_is_in_the_bill_with_its_hash(bill: sbom.Json) -> None:
    listed = {
        where["location"]: each["hashes"][0]["content"]
        for part in names_of(bill).values()
        for each in part.get("components", ())
        for where in each.get("evidence", {}).get("occurrences", ())
        if "hashes" in each
    }
    runs = {one.name for one in locked("requirements.txt") if one.is_meant_here}
    found = {
        str(place): sha256(Path(str(place.locate())).read_bytes()).hexdigest()
        for name in runs
        for place in distribution(name).files or ()
        if ".libs/" in str(place) or re.match(r"lib[^.]+\.so", place.name)
    }
    assert len(found) > 40
    assert found.items() <= listed.items()


def test_each_package_has_the_hashes_of_its_files_and_a_licence(bill: sbom.Json) -> None:
    parts = names_of(bill)
    for one in locked("requirements.txt"):
        if one.is_meant_here:
            files = parts[one.name]["externalReferences"][0]
            assert {each["content"] for each in files["hashes"]} == one.hashes, one.name
    assert [part["name"] for part in bill["components"] if not part.get("licenses")] == []


def test_it_lists_each_file_of_others_that_lies_in_the_project(bill: sbom.Json) -> None:
    found = {str(path.relative_to(ROOT)) for pattern in OTHERS for path in (ROOT / "tracker").rglob(pattern)}
    listed = {
        part["bom-ref"]: part["hashes"][0]["content"] for part in bill["components"] if "hashes" in part
    }
    assert listed == {path: sha256((ROOT / path).read_bytes()).hexdigest() for path in found}
    assert len(found) == 3
    assert all((ROOT / each.licence_file).exists() for each in sbom.CARRIED)


def test_it_says_who_needs_whom_and_leaves_nobody_hanging(bill: sbom.Json) -> None:
    needs = {each["ref"]: set(each.get("dependsOn", ())) for each in bill["dependencies"]}
    parts = {part["bom-ref"] for part in bill["components"]}
    root = bill["metadata"]["component"]["bom-ref"]
    reached, open_ones = set(), [root]
    while open_ones:
        one = open_ones.pop()
        open_ones += needs[one] - reached
        reached.add(one)
    assert reached - {root} == parts
