// A kernel on a padded image, one output at a time: taps, products, sum, and the output so far.

// `taps` are [row, column] in the padded image, `products` [cell, weight] pairs in the same order.
export function compute({ image, kernel, stride, padding, dilation, position }) {
  const width = image[0].length + 2 * padding;
  const blank = () => Array.from({ length: padding }, () => new Array(width).fill(0));
  const side = new Array(padding).fill(0);
  const padded = [...blank(), ...image.map((row) => [...side, ...row, ...side]), ...blank()];
  const places = (cells, taps) => Math.max(0, Math.floor((cells - dilation * (taps - 1) - 1) / stride) + 1);
  const rows = places(padded.length, kernel.length);
  const columns = places(width, kernel[0].length);
  const fits = rows > 0 && columns > 0;
  const under = (row, column) =>
    kernel.flatMap((line, a) => line.map((_, b) => [row * stride + a * dilation, column * stride + b * dilation]));
  const weights = kernel.flat();
  const pairs = (taps) => taps.map(([r, c], i) => [padded[r][c], weights[i]]);
  const total = (products) => products.reduce((sum, [cell, weight]) => sum + cell * weight, 0);
  const at = (i, j) => total(pairs(under(i, j)));
  const output = fits ? Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => at(i, j))) : [];
  if (!fits) return { padded, output, fits, row: 0, column: 0, taps: [], products: [], sum: null };
  const now = Math.min(position, rows * columns - 1);
  const [row, column] = [Math.floor(now / columns), now % columns];
  const taps = under(row, column);
  return { padded, output, fits, row, column, taps, products: pairs(taps), sum: output[row][column] };
}

const signed = (x) => (x < 0 ? `(${kit.fmt(x)})` : kit.fmt(x));

// The sum of the moment, written out: one bracket for each row of the kernel.
export function words(state) {
  const { output, fits, row, column, products, sum, padded } = compute(state);
  if (!fits) {
    const reach = state.kernel.map((_, i) => i).pop() * state.dilation + 1;
    return `The kernel reaches over ${reach} rows, the padded image has ${padded.length}: it fits nowhere, there is no output.`;
  }
  const width = state.kernel[0].length;
  const terms = products.map(([cell, weight]) => `${signed(cell)}·${signed(weight)}`);
  const lines = state.kernel.map((_, a) => terms.slice(a * width, (a + 1) * width).join(" + "));
  const where = `Output row ${row}, column ${column} of ${output.length}×${output[0].length}`;
  const brackets = lines.length > 1 ? lines.map((line) => `(${line})`).join(" + ") : lines[0];
  return `${where}: ${brackets} = ${kit.fmt(sum)}`;
}

function panel(title, ...content) {
  const name = kit.h("div", {}, title);
  name.style.cssText = "color:var(--cnn-muted);font-size:.9em;text-align:center;margin-bottom:.25rem";
  const box = kit.h("div", {}, name, ...content);
  box.style.cssText = "flex:0 1 auto;min-width:0";
  return box;
}

// Draws rows × columns squares of 36 units into an svg that is at most `cell` pixels a square on the screen.
function frame(drawing, rows, columns, cell, ...content) {
  drawing.setAttribute("viewBox", `-2 -2 ${columns * 36 + 4} ${rows * 36 + 4}`);
  drawing.style.width = `${columns * cell}px`;
  drawing.style.maxWidth = "100%";
  drawing.replaceChildren(...content);
}

const corner = (column, row, text) =>
  kit.svg(
    "text",
    { x: column * 36 + 33, y: row * 36 + 32, "font-size": 10.5, "text-anchor": "end", style: "fill:var(--cnn-kernel)" },
    `×${kit.fmt(text)}`,
  );

export default {
  render({ model, el }) {
    const names = ["image", "kernel", "stride", "padding", "dilation", "position"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const input = kit.canvas(36, 36, "");
    const weights = kit.canvas(36, 36, "");
    const result = kit.canvas(36, 36, "");
    const live = kit.live();
    const panels = kit.h("div", {}, panel("padded image", input), panel("kernel", weights), panel("output", result));
    panels.style.cssText = "display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:center;justify-content:center";
    const last = () => {
      const { output, fits } = compute(state());
      return fits ? output.length * output[0].length - 1 : 0;
    };
    el.append(
      kit.controls(
        kit.slider(model, { key: "stride", label: "stride", min: 1, max: 3 }),
        kit.slider(model, { key: "padding", label: "padding", min: 0, max: 2 }),
        kit.slider(model, { key: "dilation", label: "dilation", min: 1, max: 3 }),
        kit.stepper(model, { key: "position", label: "output", max: last }),
      ),
      panels,
      live,
    );
    kit.watch(model, names, () => {
      const now = compute(state());
      const { padded, output, row, column, taps } = now;
      const { image, kernel, padding } = state();
      const [height, width] = [padded.length, padded[0].length];
      const cell = Math.max(26, Math.min(44, Math.floor(320 / width)));
      const under = new Set(taps.map(String));
      const inside = (r, c) => r >= padding && c >= padding && r < padding + image.length && c < padding + image[0].length;
      const kind = (r, c) => (under.has(`${r},${c}`) ? "kernel" : inside(r, c) ? "input" : "pad");
      const on = (r, c) => under.has(`${r},${c}`);
      const flat = kernel.flat();
      frame(
        input,
        height,
        width,
        cell,
        kit.grid({ values: padded, kind, on }),
        ...taps.map(([r, c], i) => corner(c, r, flat[i])),
      );
      input.describe(`Padded image, ${height} by ${width}: ${padded.map((line) => line.map((v) => kit.fmt(v)).join(" ")).join("; ")}.`);
      frame(weights, kernel.length, kernel[0].length, cell, kit.grid({ values: kernel, kind: "kernel" }));
      weights.describe(`Kernel: ${kernel.map((line) => line.map((v) => kit.fmt(v)).join(" ")).join("; ")}.`);
      if (!now.fits) {
        frame(result, 1, 1, cell, kit.grid({ values: [["–"]], kind: "plain", dim: true }));
        result.describe("No output.");
      } else {
        const columns = output[0].length;
        const done = (i, j) => i * columns + j <= row * columns + column;
        const shown = output.map((line, i) => line.map((v, j) => (done(i, j) ? v : null)));
        const cells = kit.grid({
          values: shown,
          kind: "output",
          on: (i, j) => i === row && j === column,
          dim: (i, j) => !done(i, j),
        });
        cells.cells.forEach((line, i) =>
          line.forEach(({ cell: square }, j) => {
            square.style.cursor = "pointer";
            square.addEventListener("click", () => kit.set(model, "position", i * columns + j));
          }),
        );
        frame(result, output.length, columns, cell, cells);
        result.describe(`Output so far: ${shown.map((line) => line.map((v) => (v === null ? "empty" : kit.fmt(v))).join(" ")).join("; ")}.`);
      }
      live.say(words(state()));
    });
  },
};
