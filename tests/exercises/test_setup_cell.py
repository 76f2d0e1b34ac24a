"""The setup cell is repeated in each assignment, so that a notebook stands alone; the copies do not drift."""

import shutil

import pytest

from tools import setup_cell

from .support.sources import NAMES, ROOT

HOME = (ROOT / setup_cell.HOME).read_text("utf8")


@pytest.mark.parametrize("name", NAMES)
def test_an_assignment_has_the_setup_cell_of_its_home(name):
    text = (ROOT / "solutions" / name / f"{name}.py").read_text("utf8")
    assert setup_cell.synced(text, HOME) == text, "run: python -m tools.setup_cell"


def test_a_changed_home_is_copied_into_each_assignment_and_pytorch_stays(tmp_path, capsys):
    names = ["03_convolution_1d", "06_padding_stride_dilation"]
    for name in names:
        shutil.copytree(ROOT / "solutions" / name, tmp_path / "solutions" / name)
    first, second = (tmp_path / "solutions" / name / f"{name}.py" for name in names)
    first.write_text(
        first.read_text("utf8").replace("import numpy as np\n", "import numpy as np\nimport torch\n", 1)
    )
    home = tmp_path / setup_cell.HOME
    home.write_text(HOME)
    before = [path.read_text("utf8") for path in (first, second)]
    assert setup_cell.main(["--check"], tmp_path) == 0
    home.write_text(HOME.replace('"reread:   {reread}"', '"read again: {reread}"'))
    assert setup_cell.main(["--check"], tmp_path) == 1
    assert setup_cell.main([], tmp_path) == 0
    for path, text in zip((first, second), before, strict=True):
        assert path.read_text("utf8") == text.replace('"reread:   {reread}"', '"read again: {reread}"')
    assert "import torch" in first.read_text("utf8")
    assert setup_cell.main(["--check"], tmp_path) == 0
    assert capsys.readouterr().out.count("written: ") == 2


def test_a_source_without_a_setup_cell_is_named():
    with pytest.raises(ValueError, match='expected a cell with "grade_id": "setup"'):
        setup_cell.synced("# %%\nx = 1\n", HOME)
