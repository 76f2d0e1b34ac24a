// A 3×3 kernel that the reader writes, on a photograph. `kernel` holds nine weights, row by row, and their divisor.
export function compute({ image, kernel, offset, flip }) {
  const given = kernel.slice(0, 9).map((weight) => weight / kernel[9]);
  const taps = flip ? [...given].reverse() : given;
  const [h, w] = [image.length - 2, image[0].length - 2];
  const at = (i, j) => {
    let sum = offset;
    for (let a = 0; a < 3; a++) for (let b = 0; b < 3; b++) sum += taps[3 * a + b] * image[i + a][j + b];
    return sum;
  };
  const y = Array.from({ length: h }, (_, i) => Array.from({ length: w }, (_, j) => at(i, j)));
  const total = given.reduce((sum, weight) => sum + weight, 0);
  return { taps, y, total };
}

const SHADES = {
  clip: [(value) => value, "as they are"],
  middle: [(value) => value + 128, "0 as mid-gray"],
  size: [(value) => Math.abs(value), "without sign"],
};

const gray = (value) => {
  const level = Math.max(0, Math.min(255, Math.round(value)));
  return [level, level, level, 255];
};

const PRESETS = [
  [[0, 0, 0, 0, 1, 0, 0, 0, 0, 1], "identity"],
  [[0, 0, 0, 0, 0, 1, 0, 0, 0, 1], "shift"],
  [[1, 1, 1, 1, 1, 1, 1, 1, 1, 9], "box"],
  [[1, 2, 1, 2, 4, 2, 1, 2, 1, 16], "Gaussian"],
  [[-1, -1, -1, -1, 17, -1, -1, -1, -1, 9], "2δ − box"],
  [[0, -1, 0, -1, 5, -1, 0, -1, 0, 1], "sharpen"],
  [[-1, -1, -1, -1, 8, -1, -1, -1, -1, 1], "edges"],
];

const WIDTH = 340;
const SIDE = 164;
const TOP = 20;
const CELL = 28;

export default {
  render({ model, el }) {
    const side = model.get("side");
    const images = model.get("bytes").map((text) => kit.pixels(text, side));
    const inner = side - 2;
    const scale = SIDE / side;
    const right = WIDTH - SIDE - 2;
    const zoom = TOP + SIDE + 30;
    const drawing = kit.canvas(WIDTH, zoom + 3 * CELL + 8, "");
    const live = kit.live();
    let now = null;

    const label = (x, y, text) => kit.svg("text", { x, y, "font-size": 12 }, text);
    const before = kit.svg("g");
    const after = kit.svg("g");
    const frame = (x, size) => kit.svg("rect", { x, width: size, height: size, fill: "none", stroke: "var(--cnn-kernel)", "stroke-width": 2 });
    const window = frame(0, Math.max(7, 3 * scale));
    const place = frame(0, Math.max(5, scale));
    const empty = [[0, 0, 0], [0, 0, 0], [0, 0, 0]]; // prettier-ignore
    const under = kit.grid({ values: empty, x: 2, y: zoom, size: CELL, kind: "input" });
    const taps = kit.grid({ values: empty, x: 2 + 3 * CELL + 28, y: zoom, size: CELL, kind: "kernel", format: (v) => kit.fmt(v, 2) });
    const sum = kit.grid({ values: [[0]], x: 2 + 6 * CELL + 74, y: zoom + CELL - 8, size: 44, kind: "output", format: (v) => kit.fmt(v, 1) });
    const sign = (x, text) =>
      kit.svg("text", { x, y: zoom + 1.5 * CELL, "font-size": 18, "text-anchor": "middle", "dominant-baseline": "central" }, text);
    const weights = label(2 + 3 * CELL + 28, zoom - 7, "");
    const bias = label(2 + 6 * CELL + 74, zoom + 3 * CELL - 2, "");
    drawing.append(
      label(2, TOP - 7, "photograph"), before, window,
      label(right, TOP - 7, "filtered"), after, place,
      label(2, zoom - 7, "pixels"), under, sign(2 + 3 * CELL + 14, "×"),
      weights, taps, sign(2 + 6 * CELL + 50, "="), sum, bias,
    ); // prettier-ignore

    const filter = () => {
      const [which, kernel, offset, flip, shade] = ["which", "kernel", "offset", "flip", "shade"].map((key) => model.get(key));
      now = compute({ image: images[which], kernel, offset, flip });
      before.replaceChildren(kit.picture({ values: images[which], x: 2, y: TOP, width: SIDE, height: SIDE, color: gray }));
      const color = (value) => gray(SHADES[shade][0](value));
      const inset = { x: right + scale, y: TOP + scale, width: SIDE - 2 * scale, height: SIDE - 2 * scale };
      after.replaceChildren(kit.picture({ values: now.y, ...inset, color }));
    };

    const look = () => {
      const [which, offset, flip, row, column] = ["which", "offset", "flip", "row", "column"].map((key) => model.get(key));
      const image = images[which];
      const center = (rect, x) => {
        const half = rect.getAttribute("width") / 2;
        rect.setAttribute("x", x + (column + 1.5) * scale - half);
        rect.setAttribute("y", TOP + (row + 1.5) * scale - half);
      };
      center(window, 2);
      center(place, right);
      const cells = [0, 1, 2].map((a) => image[row + a].slice(column, column + 3));
      under.show(cells);
      taps.show([0, 1, 2].map((a) => now.taps.slice(3 * a, 3 * a + 3)));
      const value = now.y[row][column];
      sum.show([[value]]);
      weights.textContent = flip ? "weights, turned" : "weights";
      bias.textContent = offset ? `with ${offset > 0 ? "+" : "−"}${Math.abs(offset)}` : "";
      const outside = now.y.flat().filter((v) => v < -0.5 || v > 255.5).length / (inner * inner);
      const near = (v) => Math.abs(now.total - v) < 1e-9;
      const flat = near(1) ? "keep their gray" : near(0) ? "become 0" : `are multiplied by ${kit.fmt(now.total, 2)}`;
      const share = outside === 0 ? "None" : outside < 0.001 ? "Less than 0.1%" : `${kit.fmt(100 * outside, 1)}%`;
      live.say(
        `The weights add up to ${kit.fmt(now.total, 2)}: flat areas ${flat}${offset ? `, plus ${kit.fmt(offset)}` : ""}. ` +
          `At row ${row + 1}, column ${column + 1} the pixel ${cells[1][1]} becomes ${kit.fmt(value, 1)}. ` +
          `${share} of the outputs lie outside 0 to 255.`,
      );
      drawing.describe(live.textContent);
    };

    kit.drag(drawing, (x, y) => {
      if (y > TOP + SIDE + 6) return;
      const from = x > right - 6 ? right : 2; // either picture moves the window
      const inside = (at) => Math.max(0, Math.min(inner - 1, Math.floor(at / scale) - 1));
      kit.set(model, "row", inside(y - TOP));
      kit.set(model, "column", inside(x - from));
    });

    // a button looks pressed when the model holds its very array, so the start gets the model's own
    const same = (values) => values.join() === model.get("kernel").join();
    const presets = PRESETS.map(([kernel, text]) => [same(kernel) ? model.get("kernel") : kernel, text]);
    const field = (index, name) => {
      const control = kit.number(model, { key: "kernel", index, label: name, min: index === 9 ? 1 : -50, max: index === 9 ? 100 : 50 });
      if (index < 9) control.querySelector(".cnn-name").style.display = "none"; // its place in the table says it
      control.querySelector("input").style.width = "4.2em";
      return control;
    };
    const table = kit.h(
      "div",
      { role: "group", "aria-label": "Weights" },
      Array.from({ length: 9 }, (_, i) => field(i, `weight row ${Math.floor(i / 3) + 1}, column ${(i % 3) + 1}`)),
    );
    table.style.cssText = "display:inline-grid;grid-template-columns:repeat(3,auto);gap:.25rem;justify-content:start";
    el.append(
      kit.controls(kit.buttons(model, { key: "kernel", label: "Kernel", options: presets })),
      kit.controls(
        table,
        kit.h("div", {}, kit.controls(field(9, "divided by"), kit.checkbox(model, { key: "flip", label: "turn the kernel (convolution)" }))),
      ),
      kit.controls(
        kit.select(model, { key: "which", label: "photograph", options: model.get("names").map((name, i) => [i, name]) }),
        kit.select(model, { key: "shade", label: "show outputs", options: Object.entries(SHADES).map(([key, [, text]]) => [key, text]) }),
        kit.slider(model, { key: "offset", label: "add", min: -128, max: 128 }),
        kit.slider(model, { key: "row", label: "row", max: inner - 1, format: (row) => String(row + 1) }),
        kit.slider(model, { key: "column", label: "column", max: inner - 1, format: (column) => String(column + 1) }),
      ),
      drawing,
      live,
    );
    kit.onChange(model, ["which", "kernel", "offset", "flip", "shade"], filter);
    filter();
    kit.watch(model, ["which", "kernel", "offset", "flip", "row", "column"], look);
  },
};
