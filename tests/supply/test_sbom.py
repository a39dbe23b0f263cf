"""`make sbom` lists all that runs: the packages of requirements.txt, and others' files in the project."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.utils import canonicalize_name

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
