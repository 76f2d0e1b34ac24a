"""Whole sets: placed by hand, installed by the system, or downloaded; here from a server on this machine."""

import gzip
import hashlib
import http.server
import os
import stat
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from cnnlib import data
from cnnlib.data import download, full, idx_sets
from cnnlib.data.full import FullSet, full_array
from cnnlib.data.idx import idx_bytes

NAMES = tuple(idx_sets.MNIST.sha256)


@pytest.fixture
def folder(only_this_machine, tmp_path):
    return tmp_path / "data" / "small"


@pytest.fixture
def contents():
    """Return the four files of a small set, unpacked."""
    rng = np.random.default_rng(0)
    images = (rng.integers(0, 256, (n, 28, 28), dtype=np.uint8) for n in (300, 50))
    labels = (rng.integers(0, 10, n, dtype=np.uint8) for n in (300, 50))
    train, test = zip(images, labels, strict=True)
    return dict(zip(NAMES, (idx_bytes(array) for array in (*train, *test)), strict=True))


@dataclass
class Served:
    """What a server answers to each path, and what it was asked."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    announce: bool = True  # tell the length of a file
    short_by: int = 0  # break off so many bytes before the end


@pytest.fixture
def server(contents):
    served = Served(files={f"/{name}.gz": gzip.compress(content, 1) for name, content in contents.items()})

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            served.asked.append(self.path)
            if self.path not in served.files:
                self.send_error(404, "no such file")
                return
            body = served.files[self.path]
            self.send_response(200)
            if served.announce:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[: len(body) - served.short_by])

        def log_message(self, *args):
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
        served.url = f"http://127.0.0.1:{running.server_port}/"
        yield served
        running.shutdown()


@pytest.fixture
def small(server, contents):
    return FullSet(
        title="Small set",
        folder="small",
        mirrors=(server.url,),
        sha256={name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    )


def files_in(folder):
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_downloads_once_then_reads_the_file(small, server, folder, contents):
    expected = np.frombuffer(contents[NAMES[0]], np.uint8, offset=16).reshape(300, 28, 28)
    np.testing.assert_array_equal(full_array(small, NAMES[0]), expected)
    np.testing.assert_array_equal(full_array(small, NAMES[0]), expected)
    assert server.asked == [f"/{NAMES[0]}.gz"]
    assert files_in(folder) == [f"{NAMES[0]}.gz"]


def test_full_true_reads_the_whole_set_in_the_layout_of_the_subset(small, monkeypatch, contents):
    monkeypatch.setattr(idx_sets, "MNIST", small)
    got = data.mnist(full=True)
    assert [array.shape for array in got[:4]] == [(300, 1, 28, 28), (300,), (50, 1, 28, 28), (50,)]
    assert [str(array.dtype) for array in got[:4]] == ["uint8", "int64", "uint8", "int64"]
    assert got.x_test.tobytes() == contents["t10k-images-idx3-ubyte"][16:]
    assert bytes(got.y_train.tolist()) == contents["train-labels-idx1-ubyte"][8:]


@pytest.mark.parametrize("packed", [False, True])
def test_files_placed_by_hand_are_read_without_a_network(small, server, folder, contents, packed):
    folder.mkdir(parents=True)
    for name, content in contents.items():
        path = folder / (f"{name}.gz" if packed else name)
        path.write_bytes(gzip.compress(content) if packed else content)
    assert [full_array(small, name).shape for name in NAMES] == [(300, 28, 28), (300,), (50, 28, 28), (50,)]
    assert server.asked == []


def test_system_folder_is_found_and_the_users_folder_goes_before_it(small, tmp_path, folder, contents):
    system, name = tmp_path / "system", NAMES[1]
    system.mkdir()
    (system / f"{name}.gz").write_bytes(gzip.compress(contents[name]))
    small = replace(small, mirrors=(), elsewhere=(tmp_path / "nowhere", system))
    assert full.find(small, name) == system / f"{name}.gz"
    assert full_array(small, name).shape == (300,)
    folder.mkdir(parents=True)
    (folder / name).write_bytes(contents[name])
    assert full.find(small, name) == folder / name


def test_fashion_mnist_looks_where_debian_puts_it():
    assert idx_sets.FASHION_MNIST.elsewhere == (Path("/usr/share/datasets/fashion-mnist"),)


def test_without_a_network_one_line_says_what_to_put_where(tmp_path):
    with pytest.raises(FileNotFoundError) as error:
        data.mnist(full=True)
    message = str(error.value)
    assert "\n" not in message
    assert message.startswith("MNIST: train-images-idx3-ubyte is not on this machine and was not downloaded")
    for mirror in idx_sets.MNIST.mirrors:
        assert mirror in message
    wanted = ", ".join(f"{name}.gz" for name in NAMES)
    assert (
        f"put {wanted} into {tmp_path / 'data' / 'mnist'}, or set CNNLIB_DATA to the folder that holds mnist/"
        in message
    )
    assert files_in(tmp_path / "data" / "mnist") == []


def test_only_the_missing_files_are_asked_for(small, folder, contents):
    folder.mkdir(parents=True)
    (folder / NAMES[0]).write_bytes(contents[NAMES[0]])
    with pytest.raises(FileNotFoundError) as error:
        full_array(replace(small, mirrors=()), NAMES[1])
    assert f"put {NAMES[1]}.gz, {NAMES[2]}.gz, {NAMES[3]}.gz into" in str(error.value)


def test_second_mirror_serves_what_the_first_has_not(small, server):
    server.files = {f"/second{path}": content for path, content in server.files.items()}
    small = replace(small, mirrors=(server.url, f"{server.url}second/"))
    assert full_array(small, NAMES[1]).shape == (300,)
    assert server.asked == [f"/{NAMES[1]}.gz", f"/second/{NAMES[1]}.gz"]


WRONG = {
    "another file": gzip.compress(idx_bytes(np.zeros(300, np.uint8))),
    "a login page": b"<html>Please log in</html>",
    "gzip that ends early": gzip.compress(idx_bytes(np.zeros(300, np.uint8)))[:-9],
    "gzip that is damaged": b"\x1f\x8b\x08\0" + bytes(6) + b"\xff" * 20,
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_download_is_refused_and_leaves_nothing(small, server, folder, wrong):
    server.files[f"/{NAMES[1]}.gz"] = WRONG[wrong]
    with pytest.raises(
        FileNotFoundError, match=r"is not the published file: expected SHA-256|is damaged or cut short"
    ):
        full_array(small, NAMES[1])
    assert files_in(folder) == []


@pytest.mark.parametrize("announce", [True, False])
def test_a_download_cut_short_is_refused_and_leaves_nothing(small, server, folder, announce):
    server.short_by, server.announce = 100, announce
    with pytest.raises(FileNotFoundError, match="damaged or cut short"):
        full_array(small, NAMES[0])
    assert files_in(folder) == []
    server.short_by = 0
    assert full_array(small, NAMES[0]).shape == (300, 28, 28)


def test_an_interrupt_leaves_nothing_and_the_next_try_succeeds(small, folder, monkeypatch):
    seen = []

    def interrupt(*args):
        seen.extend(files_in(folder))
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(download, "show_progress", interrupt)
        with pytest.raises(KeyboardInterrupt):
            full_array(small, NAMES[0])
    assert seen == [f"{NAMES[0]}.gz.{os.getpid()}.part"]
    assert files_in(folder) == []
    assert full_array(small, NAMES[0]).shape == (300, 28, 28)


def test_the_file_appears_only_when_it_is_whole(small, folder, monkeypatch):
    names = []
    check = full.checked_content
    monkeypatch.setattr(
        full, "checked_content", lambda *args: (names.append(files_in(folder)), check(*args))[1]
    )
    full_array(small, NAMES[0])
    assert names == [[f"{NAMES[0]}.gz.{os.getpid()}.part"], [f"{NAMES[0]}.gz"]]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_a_shared_folder_stays_readable_for_others(small, folder):
    before = os.umask(0o022)
    try:
        full_array(small, NAMES[1])
    finally:
        os.umask(before)
    assert stat.S_IMODE((folder / f"{NAMES[1]}.gz").stat().st_mode) == 0o644


def test_a_wrong_file_placed_by_hand_is_named_and_kept(small, server, folder):
    folder.mkdir(parents=True)
    path = folder / NAMES[1]
    path.write_bytes(b"not what it should be")
    with pytest.raises(
        ValueError, match=r"^Small set: .* is not the published file: expected SHA-256 \w{64}, got"
    ) as e:
        full_array(small, NAMES[1])
    assert str(path) in str(e.value)
    assert path.exists()
    assert server.asked == []


def test_progress_is_shown_in_twentieths_on_stderr_and_ends_with_a_newline(small, server, capsys):
    full_array(small, NAMES[0])
    captured = capsys.readouterr()
    size = len(server.files[f"/{NAMES[0]}.gz"]) / 1e6
    assert captured.out == ""
    assert captured.err.startswith(f"\r{NAMES[0]}.gz [")
    assert captured.err.endswith(f"\r{NAMES[0]}.gz [{'#' * 20}] {size:.1f} MB\n")


def test_progress_redraws_at_most_21_times(capsys):
    done = 0
    while done < 1000:
        download.show_progress("file", done, done + 1, 1000)
        done += 1
    assert capsys.readouterr().err.count("\r") == 21


def test_data_folder_is_chosen_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("CNNLIB_DATA", "~/course")
    assert full.data_folder() == Path.home() / "course"
    monkeypatch.delenv("CNNLIB_DATA")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert full.data_folder() == tmp_path / "cnnlib"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert full.data_folder() == Path.home() / ".cache" / "cnnlib"
