"""What is installed is what was locked: every package by its version, every file by its hash."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.version import Version

from tests.supply.locked import ROOT, brought_along, locked, written

RUNS, TESTS = "requirements.txt", "requirements-dev.txt"
FLAGS = "--require-hashes --only-binary :all:"


@pytest.mark.parametrize("file", [RUNS, TESTS])
def test_every_release_has_one_version_and_the_hashes_of_its_files(file: str) -> None:
    releases = locked(file)
    assert len(releases) > 50
    assert [one.name for one in releases if not one.hashes] == []
    assert [one.name for one in releases if str(Version(one.version)) != one.version] == []


@pytest.mark.parametrize(("by_hand", "file"), [("requirements.in", RUNS), ("requirements-dev.in", TESTS)])
def test_what_was_written_by_hand_is_what_was_locked(by_hand: str, file: str) -> None:
    versions = {(one.name, one.version) for one in locked(file)}
    asked = {(one.name.lower().replace("_", "-"), str(one.specifier)[2:]) for one in written(by_hand)}
    assert len(asked) > 15
    assert asked - versions == set(), "run: make lock"


def test_the_longer_list_holds_the_shorter_one_release_by_release() -> None:
    short, long = ({(str(one.requirement), one.hashes) for one in locked(file)} for file in (RUNS, TESTS))
    assert short - long == set()


@pytest.mark.parametrize("file", [RUNS, TESTS])
def test_what_is_installed_is_what_was_locked(file: str) -> None:
    meant = [one for one in locked(file) if one.is_meant_here]
    assert {one.name: version(one.name) for one in meant} == {one.name: one.version for one in meant}


@pytest.mark.parametrize(("by_hand", "file"), [("requirements.in", RUNS), ("requirements-dev.in", TESTS)])
def test_whatever_a_package_brings_along_is_locked_too(by_hand: str, file: str) -> None:
    needed = brought_along(written(by_hand))
    assert len(needed) > len(written(by_hand))
    assert needed - {one.name for one in locked(file)} == set()


def forged_wheel(folder: Path, name: str, number: str) -> None:
    """A wheel that pip would install, of a release that is locked, with other bytes in it."""
    plain = name.replace("-", "_")
    about = f"{plain}-{number}.dist-info"
    files = {
        f"{plain}.py": "raise SystemExit('not the makers')\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {number}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: us\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/RECORD": "",
    }
    with ZipFile(folder / f"{plain}-{number}-py3-none-any.whl", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)


def test_another_file_of_a_locked_release_is_not_installed(tmp_path: Path) -> None:
    release = next(one for one in locked(RUNS) if one.name == "et-xmlfile")
    forged_wheel(tmp_path, release.name, release.version)
    hashes = " ".join(f"--hash=sha256:{each}" for each in sorted(release.hashes))

    def install(line: str, *flags: str) -> subprocess.CompletedProcess[str]:
        (tmp_path / "list.txt").write_text(line, "utf-8")
        pip = (sys.executable, "-m", "pip", "--isolated", "install", "--no-index", "--no-deps", "--dry-run")
        where = ("--ignore-installed", "--find-links", str(tmp_path), "-r", str(tmp_path / "list.txt"))
        return subprocess.run((*pip, *flags, *where), capture_output=True, text=True, check=False)

    refused = install(f"{release.requirement} {hashes}", *FLAGS.split())
    assert refused.returncode != 0
    assert "DO NOT MATCH THE HASHES" in refused.stderr
    assert install(str(release.requirement)).returncode == 0  # it was the hash that stood in its way


def test_wherever_packages_are_installed_hashes_are_asked_for() -> None:
    guides = (ROOT / "docs" / "operations").glob("*.md")
    places = [ROOT / "Makefile", *(ROOT / "deploy").rglob("Containerfile"), *guides]
    commands = [
        (file.name, line)
        for file in places
        for line in file.read_text("utf-8").replace("\\\n", "").splitlines()
        if "pip install" in line
    ]
    assert {name for name, _ in commands} == {"Makefile", "Containerfile", "running.md"}
    asked = FLAGS.split()
    assert [line for _, line in commands if any(flag not in line for flag in asked)] == []
