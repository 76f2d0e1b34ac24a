"""Is output kept up to the limit, and the rest left out with a word about it?"""

from __future__ import annotations

from autograder.output_cap import MAX_OUTPUTS, OutputCap


def test_text_is_cut_where_the_room_ends() -> None:
    """Does the beginning stay, and does nothing more come after the cut?"""
    cap = OutputCap(10, 100)
    content = {"name": "stdout", "text": "123456789é" + "x" * 50_000_000}
    assert cap.admit("stream", content)
    assert content["text"] == "123456789\n[output cut here]\n"  # é has two bytes and does not fit
    assert not cap.admit("stream", {"name": "stdout", "text": "more"})
    assert cap.cut


def test_many_small_pieces_count_together() -> None:
    """Is a flood in small pieces cut like one in one piece?"""
    cap = OutputCap(100, 100)
    kept = [cap.admit("stream", {"name": "stderr", "text": "0123456789"}) for _ in range(1000)]
    assert sum(kept) == 10


def test_output_within_the_limit_is_not_touched() -> None:
    """Does an ordinary cell lose nothing?"""
    cap, content = OutputCap(100, 100), {"name": "stdout", "text": "fine"}
    assert cap.admit("stream", content)
    assert content["text"] == "fine"
    assert not cap.cut


def test_a_large_image_goes_and_its_text_stays() -> None:
    """Does an object that is too large leave what can be said in text?"""
    cap = OutputCap(100, 1000)
    content = {"data": {"image/png": "A" * 1001, "text/plain": "<Figure>"}}
    assert cap.admit("display_data", content)
    assert content["data"] == {"text/plain": "<Figure>"}
    content = {"data": {"application/json": {"x": "A" * 2000}}}
    assert cap.admit("update_display_data", content)
    assert list(content["data"]) == ["text/plain"]


def test_the_number_of_displayed_objects_is_limited() -> None:
    """Do ten thousand empty figures stay out?"""
    cap = OutputCap(100_000, 100_000)
    assert sum(cap.admit("display_data", {"data": {"text/plain": "x"}}) for _ in range(10_000)) == MAX_OUTPUTS
    assert cap.cut


def test_an_error_is_always_kept_however_long() -> None:
    """Can output before an error push the error out, which would give full marks?"""
    cap = OutputCap(0, 0)
    content = {"ename": "ValueError", "evalue": "x" * 1_000_000, "traceback": ["y" * 1_000_000] * 100}
    assert cap.admit("error", content)
    assert len(content["evalue"]) < 6_000
    assert sum(map(len, content["traceback"])) < 250_000


def test_other_messages_pass() -> None:
    """Does the message that a cell has ended always arrive?"""
    assert OutputCap(0, 0).admit("status", {"execution_state": "idle"})
