"""The controls that every figure shares: two-way with the model, within their bounds, usable with the keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cnnlib.interactive import Interactive

from .test_mechanism import module  # noqa: F401  a fixture
from .test_pages import violations

pytestmark = pytest.mark.browser
Show = Callable[..., Page]

EVERYTHING = """
export default { render({ model, el }) {
  const words = kit.live();
  const drawing = kit.canvas(100, 50, "Two cells");
  const grid = kit.grid({ values: [[1, -0.5], [3, null]], kind: "input" });
  drawing.append(grid);
  kit.watch(model, ["n", "taps", "mode", "same", "step"], () => {
    const [n, taps, mode, same, step] = ["n", "taps", "mode", "same", "step"].map((key) => model.get(key));
    words.say(`n ${n}; taps ${taps}; mode ${JSON.stringify(mode)}; same ${same}; step ${step}`);
    grid.show([[n, -0.5], [3, null]], { on: (r, c) => r + c === 0, dim: (r) => r === 1 });
  });
  kit.drag(drawing, (x, y, phase) => { if (phase !== "end") kit.set(model, "n", Math.round(x / 10)); });
  el.append(kit.controls(
    kit.slider(model, { key: "n", label: "size", min: 1, max: 9, format: (n) => `${n} px` }),
    kit.number(model, { key: "taps", index: 1, label: "tap 1", min: -2, max: 2, step: 0.5 }),
    kit.select(model, { key: "mode", label: "mode", options: [[[1, 0], "first"], [[0, 1], "second"]] }),
    kit.buttons(model, { key: "mode", label: "preset", options: [[[1, 0], "A"], [[0, 1], "B"]] }),
    kit.slider(model, { key: "edge", label: "edge", max: () => model.get("n") }),
    kit.checkbox(model, { key: "same", label: "same" }),
    kit.stepper(model, { key: "step", label: "position", max: () => model.get("n") - 1, delay: 400 }),
    kit.button("Set n to 2", () => kit.set(model, "n", 2)),
  ), drawing, words, kit.legend([["input", "the image"]]));
  Object.assign(globalThis, { model, kit });
} };
"""


@pytest.fixture
def page(show: Show, module) -> Page:  # noqa: F811  the fixture imported above
    state = {"n": 4, "taps": [0, 1, 0], "mode": [1, 0], "same": False, "step": 0, "edge": 4}
    return show(Interactive(module(EVERYTHING), "Everything the kit offers.", **state))


def said(page: Page) -> str:
    return page.locator(".cnn-live").inner_text()


def test_slider_moves_with_arrow_keys_and_says_its_value(page: Page):
    slider = page.get_by_role("slider", name="size")
    assert slider.get_attribute("aria-valuetext") == "4 px"
    slider.press("ArrowRight")
    assert said(page).startswith("n 5;")
    assert slider.get_attribute("aria-valuetext") == "5 px"
    expect(page.locator(".cnn-slider output").first).to_have_text("5 px")


def test_controls_follow_the_model(page: Page):
    page.evaluate("model.set({ n: 7, mode: [0, 1], same: true, taps: [0, -1, 0] })")
    expect(page.get_by_role("slider", name="size")).to_have_value("7")
    expect(page.get_by_role("spinbutton", name="tap 1")).to_have_value("-1")
    expect(page.get_by_role("combobox", name="mode")).to_have_value("1")
    expect(page.get_by_role("button", name="B", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("checkbox", name="same")).to_be_checked()


def test_number_field_writes_one_element_and_refuses_what_is_out_of_bounds(page: Page):
    field = page.get_by_role("spinbutton", name="tap 1")
    field.fill("-1.5")
    assert "taps 0,-1.5,0;" in said(page)
    for wrong in ("7", ""):
        field.fill(wrong)
        assert "taps 0,-1.5,0;" in said(page)
    field.blur()
    expect(field).to_have_value("-1.5")


def test_select_and_buttons_write_values_that_are_arrays(page: Page):
    page.get_by_role("combobox", name="mode").press("ArrowDown")
    assert "mode [0,1];" in said(page)
    page.get_by_role("button", name="A", exact=True).press("Enter")
    assert "mode [1,0];" in said(page)
    expect(page.get_by_role("combobox", name="mode")).to_have_value("0")


def test_check_box_answers_the_space_bar(page: Page):
    page.get_by_role("checkbox", name="same").press("Space")
    assert "same true;" in said(page)


def test_stepper_stops_at_its_ends_and_keeps_the_focus(page: Page):
    back, onward = (
        page.get_by_role("button", name="Back", exact=True),
        page.get_by_role("button", name="Next"),
    )
    expect(back).to_have_attribute("aria-disabled", "true")
    for _ in range(6):
        onward.press("Enter")
    assert said(page).endswith("step 3")
    expect(onward).to_have_attribute("aria-disabled", "true")
    expect(onward).to_be_focused()
    expect(page.locator(".cnn-stepper output")).to_have_text("4 of 4")
    page.keyboard.press("ArrowLeft")
    assert said(page).endswith("step 2")
    page.get_by_role("button", name="Back to the start").click()
    assert said(page).endswith("step 0")


def test_stepper_plays_to_the_end_by_itself_and_pauses(page: Page):
    play = page.get_by_role("button", name="Play")
    play.click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".cnn-live")).to_contain_text("step 3")
    expect(play).to_be_visible()  # Pause has become Play again
    play.click()
    page.get_by_role("button", name="Pause").click()
    at = said(page)
    page.wait_for_timeout(600)
    assert said(page) == at


def test_value_moves_inside_when_its_bound_moves(page: Page):
    page.evaluate("model.set('step', 3)")
    page.get_by_role("button", name="Set n to 2").click()
    assert said(page).endswith("step 1")
    assert page.evaluate("model.get('edge')") == 2
    expect(page.get_by_role("slider", name="edge")).to_have_attribute("max", "2")


def test_grid_shows_numbers_and_marks(page: Page):
    cells = page.locator(".cnn-cell")
    assert sorted(cells.all_text_contents()) == sorted(["4", "−0.5", "3", ""])
    assert page.locator(".cnn-cell.cnn-on").all_text_contents() == ["4"]
    assert page.locator(".cnn-cell.cnn-dim").count() == 2


def test_picture_has_a_pixel_for_each_value_and_none_for_null(page: Page):
    colors = page.evaluate("""async () => {
        const color = (value) => (value === null ? null : [value, 0, 255, 255]);
        const image = kit.picture({ values: [[0, 10, null], [20, 30, 40]], width: 30, height: 20, color });
        const bitmap = await createImageBitmap(await (await fetch(image.getAttribute("href"))).blob());
        const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
        context.drawImage(bitmap, 0, 0);
        return [bitmap.width, bitmap.height, [...context.getImageData(0, 0, bitmap.width, bitmap.height).data]];
    }""")
    first, second = [0, 0, 255, 255, 10, 0, 255, 255], [20, 0, 255, 255, 30, 0, 255, 255, 40, 0, 255, 255]
    assert colors == [3, 2, [*first, 0, 0, 0, 0, *second]]


def test_drag_gives_places_in_the_units_of_the_drawing(page: Page):
    box = page.locator(".cnn-canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 5)
    page.mouse.down()
    assert said(page).startswith("n 2;")
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 5)
    assert said(page).startswith("n 8;")
    page.mouse.up()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 5)
    assert said(page).startswith("n 8;")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_control(page: Page, scheme: str):
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", scheme)
    page.evaluate(
        "(theme) => { document.body.style.background = theme === 'dark' ? '#121212' : '#fff'; }", scheme
    )
    rules_of_whole_pages = {"landmark-one-main", "page-has-heading-one", "region"}
    assert [line for line in violations(page) if line.split()[0] not in rules_of_whole_pages] == []


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.5, "0.5"), (-1.25, "−1.25"), (3.0, "3"), (-0.0001, "0"), (2 / 3, "0.667"), (1e6, "1000000")],
)
def test_numbers_are_written_for_people(page: Page, number: float, text: str, new_page):
    from cnnlib.interactive.figure import JS

    blank = new_page().page
    blank.add_script_tag(content=(JS / "kit.js").read_text("utf8") + "\nglobalThis.kit = kit;")
    assert blank.evaluate("(x) => kit.fmt(x)", number) == text
