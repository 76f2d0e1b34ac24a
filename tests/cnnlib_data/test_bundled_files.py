"""The bundled files: small, unchanged, licensed, and inside the wheel."""

import hashlib
import re
import subprocess
import sys
import zipfile

import pytest

from cnnlib import data
from cnnlib.data.bundled import FILES
from tools import student_zip

DATA_FILES = sorted(path.relative_to(FILES).as_posix() for path in FILES.rglob("*.gz"))
IMPORT = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
import cnnlib.data
print([name for name in ("torch", "matplotlib", "PIL", "urllib.request", "http.client") if name in sys.modules])
print([name for name in opened if name.endswith(".gz")])
cnnlib.data.mnist1d()
print([name for name in opened if name.endswith(".gz")])
"""
README = (FILES / "README.md").read_text("utf8")


def test_checksums_name_every_file_once():
    lines = (FILES / "SHA256SUMS").read_text("utf8").splitlines()
    assert [line.split("  ")[1] for line in lines] == DATA_FILES
    assert len(DATA_FILES) == 18


@pytest.mark.parametrize("line", (FILES / "SHA256SUMS").read_text("utf8").splitlines())
def test_file_has_its_checksum(line):
    expected, name = line.split("  ")
    assert hashlib.sha256((FILES / name).read_bytes()).hexdigest() == expected


def test_all_files_together_are_at_most_10_mb_and_each_below_3_mb():
    sizes = {path: path.stat().st_size for path in FILES.rglob("*") if path.is_file()}
    assert sum(sizes.values()) <= 10_000_000
    assert max(sizes.values()) < 3_000_000


def test_readme_gives_source_and_license_of_every_file():
    rows = [line for line in README.splitlines() if line.startswith("| `")]
    named = {row.split("`")[1]: row for row in rows}
    for name in DATA_FILES:
        row = named.get(name) or named[f"{name.split('/')[0]}/"]
        assert len([cell for cell in row.strip("|").split("|") if cell.strip()]) == 5
        assert re.search(r"https?://", row)
    for license_file in re.findall(r"\]\((licenses/[^)]+)\)", README):
        assert (FILES / license_file).stat().st_size > 500


def test_readme_and_photographs_tell_the_same_credits():
    rows = re.findall(
        r"^\| `photographs/(\w+)-idx3-ubyte.gz` \| (.+) \| (.+) \| (.+) \| (.+) \|$", README, re.M
    )
    told = {
        name: data.Photograph(title, author, terms, source) for name, title, author, source, terms in rows
    }
    assert told == data.photographs()


def test_wheel_holds_every_bundled_file(tmp_path):
    wheel = student_zip.build_wheel(tmp_path)
    with zipfile.ZipFile(wheel) as archive:
        for path in FILES.rglob("*"):
            if path.is_file():
                inside = f"cnnlib/data/files/{path.relative_to(FILES).as_posix()}"
                assert archive.read(inside) == path.read_bytes()


def test_import_loads_no_torch_no_network_code_and_no_file():
    run = subprocess.run([sys.executable, "-c", IMPORT], capture_output=True, text=True, check=True)
    loaded, opened_by_import, opened_by_call = run.stdout.splitlines()
    assert (loaded, opened_by_import) == ("[]", "[]")
    assert "mnist1d" in opened_by_call
