// Two ways from an image to a shifted output: filter, then shift; shift, then filter. Where do they differ?

// Moves a picture by (down, right). What comes in is the other side (wrap), or null: nobody knows.
function move(values, down, right, wrap) {
  const [h, w] = [values.length, values[0].length];
  return values.map((row, i) =>
    row.map((_, j) => {
      const [r, c] = [i - down, j - right];
      if (wrap) return values[((r % h) + h) % h][((c % w) + w) % w];
      return r >= 0 && r < h && c >= 0 && c < w ? values[r][c] : null;
    }),
  );
}

// The place that is read for a place before the first (negative) or after the last; null reads 0.
function source(i, n, border) {
  if (i >= 0 && i < n) return i;
  if (border === "circular") return (i + n) % n;
  if (border === "replicate") return Math.min(Math.max(i, 0), n - 1);
  if (border === "reflect") return i < 0 ? -i : 2 * n - 2 - i;
  return null;
}

// One 3×3 kernel, ReLU, all of it `layers` times, the last one with the stride.
function network(image, { kernels, kernel, layers, border, s }) {
  const weights = kernels[kernel];
  let values = image;
  for (let layer = 1; layer <= layers; layer++) {
    const [h, w] = [values.length, values[0].length];
    const first = border === "none" ? 1 : 0;
    const step = layer === layers ? s : 1;
    const next = [];
    for (let i = first; i < h - first; i += step) {
      const row = [];
      for (let j = first; j < w - first; j += step) {
        let sum = 0;
        for (let a = 0; a < 3; a++) {
          const r = source(i + a - 1, h, border);
          for (let b = 0; b < 3; b++) {
            const c = source(j + b - 1, w, border);
            if (r !== null && c !== null) sum += weights[a][b] * values[r][c];
          }
        }
        row.push(Math.max(0, sum));
      }
      next.push(row);
    }
    values = next;
  }
  return values;
}

// `scene` is the image with `margin` pixels around it, which a moving camera brings into view.
export function compute(state) {
  const { scene, margin, entering, down, right, s } = state;
  const n = scene.length - 2 * margin;
  const view = (down, right) =>
    Array.from({ length: n }, (_, i) => scene[margin + i - down].slice(margin - right, margin - right + n));
  const wrap = entering === "around";
  const x = view(0, 0);
  const moved = wrap ? move(x, down, right, true) : view(down, right);
  const [before, after] = [network(x, state), network(moved, state)];
  // a stride of s moves the output by a whole number of pixels only if s divides the shift
  const [rows, columns] = [Math.floor(down / s + 0.5), Math.floor(right / s + 0.5)];
  const expected = move(before, rows, columns, wrap);
  const largest = Math.max(1e-12, ...before.flat());
  const difference = after.map((row, i) =>
    row.map((value, j) => (expected[i][j] === null ? null : Math.abs(value - expected[i][j]) / largest)),
  );
  const compared = difference.flat().filter((value) => value !== null);
  const differ = compared.filter((value) => value > 1e-9).length;
  return {
    x, moved, before, after, expected, difference,
    compared: compared.length, differ, worst: Math.max(0, ...compared),
    whole: down % s === 0 && right % s === 0,
  }; // prettier-ignore
}

const count = (number) => number.toLocaleString("en-US");
const percent = (part) => `${kit.fmt(100 * part, part < 0.1 || (part > 0.99 && part < 1) ? 1 : 0)}%`;

export function words(state) {
  const { compared, differ, worst, whole } = compute(state);
  const { down, right, s } = state;
  const shift = `Shift: ${right} to the right, ${down} down.`;
  if (!compared) return `${shift} Nothing is left to compare.`;
  const half = whole ? "" : ` Stride ${s} does not divide the shift: the output would have to move by a fraction of a pixel, and is compared at the nearest whole one.`;
  if (!differ) return `${shift}${half} All ${count(compared)} outputs compared are equal: equivariant.`;
  return `${shift}${half} ${count(differ)} of ${count(compared)} outputs differ (${percent(differ / compared)}), the worst by ${percent(worst)} of the largest output.`;
}

const [SIDE, GAP, TITLE] = [108, 8, 14];
const WIDTH = 3 * SIDE + 2 * GAP;

// The value below which most of the others lie: the white of a picture, so that a few bright pixels do not darken it.
const bright = (values) => Math.max(1e-12, [...values.flat()].sort((a, b) => a - b)[Math.floor(0.97 * values.flat().length)]);

function panel(column, row, title, values, color, ground = "var(--cnn-pad-fill)") {
  const [x, y] = [column * (SIDE + GAP), row * (SIDE + TITLE + GAP) + TITLE];
  const frame = { x, y, width: SIDE, height: SIDE };
  return [
    kit.svg("text", { x, y: y - 4, "font-size": 10.5 }, title),
    kit.svg("rect", { ...frame, fill: ground }),
    kit.picture({ values, x, y, width: SIDE, height: SIDE, color }),
    kit.svg("rect", { ...frame, fill: "none", stroke: "var(--cnn-line)" }),
  ];
}

export default {
  render({ model, el }) {
    const names = ["scene", "margin", "kernels", "kernel", "entering", "border", "layers", "s", "down", "right"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 2 * (SIDE + TITLE) + GAP + 1, "");
    const live = kit.live();
    const margin = model.get("margin");
    const legend = kit.legend([["kernel", "differs"], ["pad", "nothing to compare with"]]); // prettier-ignore
    const borders = [["none", "no padding"], "zeros", "reflect", "replicate", "circular"];
    el.append(
      kit.controls(
        kit.slider(model, { key: "right", label: "shift right", min: -margin, max: margin }),
        kit.slider(model, { key: "down", label: "shift down", min: -margin, max: margin }),
        kit.slider(model, { key: "layers", label: "layers", min: 1, max: 4 }),
        kit.slider(model, { key: "s", label: "stride", min: 1, max: 3 }),
      ),
      kit.controls(
        kit.buttons(model, { key: "kernel", label: "Kernel", options: Object.keys(model.get("kernels")) }),
        kit.select(model, { key: "border", label: "border", options: borders }),
        kit.buttons(model, { key: "entering", label: "What comes in", options: [["scene", "the scene goes on"], ["around", "the other side"]] }),
      ),
      drawing,
      legend,
      live,
    ); // prettier-ignore
    kit.watch(model, names, () => {
      const { x, moved, before, after, expected, difference } = compute(state());
      const gray = (largest) => (value) => (value === null ? null : [...Array(3).fill(Math.min(255, (255 * value) / largest)), 255]);
      const [pixel, output] = [gray(bright(x)), gray(bright(before))];
      const strong = (value) => [213, 94, 0, 110 + 145 * Math.min(1, 4 * value)];
      const orange = (value) => (value === null ? [132, 141, 151, 110] : value > 1e-9 ? strong(value) : null);
      drawing.replaceChildren(
        ...panel(0, 0, "image x", x, pixel),
        ...panel(1, 0, "output f(x)", before, output),
        ...panel(2, 0, "output, then shifted", expected, output),
        ...panel(0, 1, "shifted image", moved, pixel),
        ...panel(1, 1, "its output", after, output),
        ...panel(2, 1, "where they differ", difference, orange, "var(--cnn-field)"),
      );
      drawing.describe(`Six pictures: the image, its output, the output shifted; the shifted image, its output, and the difference of the two. ${words(state())}`);
      live.say(words(state()));
    });
  },
};
