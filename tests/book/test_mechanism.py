"""The HTML and the widget that a figure becomes: safe, deterministic, complete."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Page, expect

from cnnlib.interactive import Interactive, explore, figure
from cnnlib.interactive.figure import source

PNG = figure.PNG_MAGIC + b"rest"

COUNTER = """
export function compute({ n }) { return { twice: 2 * n }; }
export default { render({ model, el }) {
  const words = kit.live();
  kit.watch(model, "n", () => words.say(`n is ${model.get("n")}`));
  el.append(kit.controls(kit.slider(model, { key: "n", label: "n", max: 9 })), words);
} };
"""


@pytest.fixture
def module(tmp_path, monkeypatch) -> Callable[[str], str]:
    """Return a function that makes a figure module of the given JavaScript; it returns the module's name."""
    for path in figure.JS.iterdir():
        (tmp_path / path.name).write_text(path.read_text("utf8"))
    monkeypatch.setattr(figure, "JS", tmp_path)

    def write(code: str) -> str:
        (tmp_path / "made_up.js").write_text(code)
        return "made_up"

    return write


def data(html: str) -> dict:
    script = BeautifulSoup(html, "html.parser").select_one("script.cnn-data")
    assert script is not None
    return json.loads(str(script.string))


def test_html_holds_state_source_and_style(module):
    made = data(Interactive(module(COUNTER), "Counts.", n=3).to_html())
    assert made["state"] == {"n": 3}
    assert made["source"].startswith((figure.JS / "kit.js").read_text("utf8"))
    assert COUNTER in made["source"]
    assert ".cnn-fig" in made["css"]


@pytest.mark.parametrize("text", ["</script><b>out</b>", "<!--<script>", "\u2028", "]]>", "é & \"'"])
def test_neither_state_nor_source_can_leave_its_script(module, text):
    html = Interactive(module(f"// {text}\n{COUNTER}"), "Counts.", n=0, text_of_author=text).to_html()
    parsed = BeautifulSoup(html, "html.parser")
    assert len(parsed.select("script")) == 2
    assert not parsed.select("b")
    assert data(html)["state"]["text_of_author"] == text
    assert text in data(html)["source"]


def test_label_is_escaped_everywhere():
    label = 'A "kernel" <slides> & adds'
    parsed = BeautifulSoup(Interactive("frames", label, fallback=PNG).to_html(), "html.parser")
    assert [tag["aria-label"] for tag in parsed.select("figure")] == [label]
    assert [tag["alt"] for tag in parsed.select(".cnn-fallback img")] == [label]
    assert label in BeautifulSoup(Interactive("frames", label).to_html(), "html.parser").get_text()


def test_html_is_the_same_in_another_process():
    make = "from cnnlib.interactive import Interactive as I\nprint(I('frames', 'L.', b=['a'], z={'b': 1}).to_html())"
    runs = {
        subprocess.run([sys.executable, "-c", make], capture_output=True, text=True, check=True).stdout
        for _ in "ab"
    }
    assert len(runs) == 1


def test_html_has_no_ids_that_two_figures_could_share(module):
    html = Interactive(module(COUNTER), "Counts.", n=3).to_html()
    assert not BeautifulSoup(html, "html.parser").select("[id]")


def test_without_the_variable_jupyter_gets_a_widget_and_html(monkeypatch, module):
    monkeypatch.delenv("CNNLIB_STATIC", raising=False)
    bundle = Interactive(module(COUNTER), "Counts.", fallback=PNG, n=3)._repr_mimebundle_()
    widget = "application/vnd.jupyter.widget-view+json"
    assert set(bundle) == {"text/plain", "text/html", "image/png", widget}
    assert bundle["text/plain"] == "[interactive figure: Counts.]"


def test_with_the_variable_no_widget_is_made_and_none_imported():
    code = (
        "import sys; from cnnlib.interactive import Interactive\n"
        "print(sorted(Interactive('frames', 'L.')._repr_mimebundle_()))\n"
        "print('anywidget' in sys.modules, 'torch' in sys.modules)"
    )
    env = {"CNNLIB_STATIC": "1", "PATH": ""}
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
    ).stdout
    assert out.splitlines() == ["['text/html', 'text/plain']", "False False"]


def test_widget_and_python_share_the_state(module):
    made = Interactive(module(COUNTER), "Counts.", n=3)
    assert made.state == {"n": 3}
    made.widget.n = 5
    assert made.state == {"n": 5}


def test_state_before_any_widget_is_a_copy(module):
    made = Interactive(module(COUNTER), "Counts.", taps=[1, 2])
    made.state["taps"].append(3)
    assert made.state == {"taps": [1, 2]}


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            ("none_such", "L."),
            ValueError,
            "expected the name of a figure module (.*frames.*quiz.*), got 'none_such'",
        ),
        (("kit", "L."), ValueError, "expected the name of a figure module"),
        (("frames", " "), ValueError, "expected a label, one sentence .*, got ' '"),
        (("frames", "L.", b"GIF89a.."), ValueError, "expected the bytes of a PNG as fallback, got .*GIF89a"),
        (("frames", "L.", 3), TypeError, "expected a fallback of PNG bytes, HTML text or None, got int"),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(arguments, error, message):
    with pytest.raises(error, match=message) as caught:
        Interactive(*arguments)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), [float("inf")], 1j])
def test_state_that_is_no_json_is_refused(value):
    with pytest.raises(TypeError, match=r"expected a JSON value for 'taps', got \w+ \(") as caught:
        Interactive("frames", "L.", taps=value)
    assert "\n" not in str(caught.value)


def test_array_is_refused_with_advice(rng):
    with pytest.raises(TypeError, match=r"got ndarray .*; use \.tolist\(\)$"):
        Interactive("frames", "L.", taps=rng.normal(size=3))


def test_names_that_a_widget_has_are_refused(module):
    with pytest.raises(ValueError, match="names of state that no widget uses, got keys, layout; rename"):
        _ = Interactive(module(COUNTER), "Counts.", keys=[], layout=1, n=3).widget


def test_every_shared_file_but_the_three_parts_is_a_module():
    for path in figure.JS.glob("*.js"):
        if path.stem not in figure.PARTS:
            assert "export default" in source(path.stem)


# ---- in the browser ----------------------------------------------------------------------------------------


@pytest.mark.browser
def test_static_figure_runs_and_hides_its_fallback(show, module):
    page: Page = show(Interactive(module(COUNTER), "Counts.", fallback=PNG, n=3))
    expect(page.locator(".cnn-live")).to_have_text("n is 3")
    expect(page.locator(".cnn-fallback")).to_be_hidden()
    page.get_by_label("n", exact=True).press("ArrowRight")
    expect(page.locator(".cnn-live")).to_have_text("n is 4")


@pytest.mark.browser
@pytest.mark.parametrize(
    "code",
    [
        "export default { render() { throw Error('broken') } };",
        "this is no JavaScript",
        "export const nothing = 1;",
    ],
    ids=["throws", "syntax", "no default"],
)
def test_figure_that_fails_shows_its_fallback_and_says_so_in_the_console(new_page, module, code):
    visit = new_page()
    visit.page.set_content(Interactive(module(code), "Counts to three.", n=3).to_html())
    visit.page.locator(".cnn-fig[data-state=failed]").wait_for()
    expect(visit.page.locator(".cnn-fallback")).to_be_visible()
    expect(visit.page.locator(".cnn-fallback")).to_contain_text("Counts to three.")
    assert any("interactive figure made_up failed" in error for error in visit.errors)


@pytest.mark.browser
def test_page_without_scripts_shows_the_fallback(new_page, module):
    page = new_page(java_script_enabled=False).page
    page.set_content(Interactive(module(COUNTER), "Counts.", fallback=PNG, n=3).to_html())
    expect(page.locator(".cnn-fallback img")).to_have_attribute("alt", "Counts.")


@pytest.mark.browser
def test_two_equal_figures_on_a_page_live_apart(new_page, module):
    visit = new_page()
    visit.page.set_content(Interactive(module(COUNTER), "Counts.", n=3).to_html() * 2)
    visit.page.locator(".cnn-fig[data-state=ready]").nth(1).wait_for()
    visit.page.get_by_label("n", exact=True).first.press("End")
    assert visit.page.locator(".cnn-live").all_inner_texts() == ["n is 9", "n is 3"]
    assert visit.page.locator("style.cnn-css").count() == 1
    assert visit.errors == []


@pytest.mark.browser
def test_print_shows_the_picture_where_there_is_one(show, module):
    page: Page = show(Interactive(module(COUNTER), "Counts.", fallback=PNG, n=3))
    page.emulate_media(media="print")
    expect(page.locator(".cnn-fallback")).to_be_visible()
    expect(page.locator(".cnn-body")).to_be_hidden()


@pytest.mark.browser
def test_compute_runs_in_the_browser(compute, module):
    assert compute(module(COUNTER), {"n": 21}) == {"twice": 42}


# ---- pictures made beforehand ------------------------------------------------------------------------------


def draw(k: int, phase: str):
    from matplotlib.figure import Figure

    picture = Figure(figsize=(2, 1))
    picture.subplots().plot([0, k])
    return picture, f"slope {k}, {phase}"


@pytest.mark.browser
def test_explore_shows_the_picture_of_the_chosen_parameters(show):
    page: Page = show(explore(draw, "A line.", k=[1, 2, 3], phase=["a", "b"]))
    picture, words = page.locator("img.cnn-frame"), page.locator(".cnn-live")
    expect(words).to_have_text("k = 2, phase = b: slope 2, b")
    before = picture.get_attribute("src")
    page.get_by_label("k", exact=True).press("ArrowRight")
    expect(words).to_have_text("k = 3, phase = b: slope 3, b")
    assert picture.get_attribute("src") != before
    assert picture.get_attribute("alt") == "A line. Here k = 3, phase = b."
    assert page.get_by_label("phase", exact=True).get_attribute("aria-valuetext") == "b"


def test_explore_starts_from_the_picture_that_stands_in_for_it():
    made = explore(draw, "A line.", k=[1, 2, 3], phase=["a"])
    assert made.state["index"] == [1, 0]
    expected = io.BytesIO()
    draw(2, "a")[0].savefig(expected, format="png", dpi=96)
    assert made.fallback == expected.getvalue()


@pytest.mark.browser
def test_frames_are_numbered_with_the_last_parameter_fastest(compute):
    values = [["1", "2", "3"], ["a", "b"]]
    assert [
        compute("frames", {"values": values, "index": [i, j]}) for i in range(3) for j in range(2)
    ] == list(range(6))


@pytest.mark.parametrize("grid", [{}, {"k": []}, {"k": range(15), "phase": range(15)}])
def test_explore_refuses_an_empty_grid_and_a_huge_one(grid):
    with pytest.raises(ValueError, match=r"expected 1 to 200 pictures in the grid, got (0|225)"):
        explore(draw, "A line.", **grid)


def test_source_names_the_file_for_the_browser_s_tools():
    assert re.search(r"//# sourceURL=cnnlib/interactive/js/frames\.js\n$", source("frames"))
