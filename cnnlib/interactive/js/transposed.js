// A transposed convolution, painted stamp by stamp: every input number puts the kernel, times itself, onto the output.

// `canvas` holds the stamps up to `now`, before `p` rows and columns are cut off on every side and `extra` are kept
// again at the end; `counts` says how many stamps have touched each cell. `output` is the finished result, `fits` says
// that something is left of it. `corner` is where the stamp of the moment lies.
export function compute({ image, kernel, s, p, extra, position }) {
  const [n, k] = [[image.length, image[0].length], [kernel.length, kernel[0].length]];
  const size = [0, 1].map((axis) => (n[axis] - 1) * s + k[axis] + extra);
  const zeros = () => Array.from({ length: size[0] }, () => new Array(size[1]).fill(0));
  const now = Math.min(position, n[0] * n[1] - 1);
  const cornerOf = (i) => [s * Math.floor(i / n[1]), s * (i % n[1])];
  const value = (i) => image.flat()[i];
  const paint = (last) => {
    const [canvas, counts] = [zeros(), zeros()];
    for (let i = 0; i <= last; i++) {
      const [top, left] = cornerOf(i);
      kernel.forEach((row, a) =>
        row.forEach((weight, b) => {
          canvas[top + a][left + b] += value(i) * weight;
          counts[top + a][left + b] += 1;
        }),
      );
    }
    return { canvas, counts };
  };
  const all = paint(n[0] * n[1] - 1).canvas;
  const output = all.slice(p, size[0] - p).map((row) => row.slice(p, size[1] - p));
  return {
    ...paint(now), now, corner: cornerOf(now), number: value(now),
    stamp: kernel.map((row) => row.map((weight) => weight * value(now))),
    output, fits: size.every((length) => length > 2 * p),
  }; // prettier-ignore
}

export function words(state) {
  const { now, corner, number, stamp, counts, output, fits } = compute(state);
  const [rows, columns] = [state.image.length, state.image[0].length];
  const values = stamp.map((row) => row.map((value) => kit.fmt(value, 2)).join(", ")).join("; ");
  const first = `Stamp ${now + 1} of ${rows * columns}: ${kit.fmt(number)} times the kernel (${values}), at row ${corner[0]}, column ${corner[1]}.`;
  if (!fits) return `${first} The padding cuts everything off: there is no output.`;
  const many = counts.flat().filter((count) => count > 1).length;
  const overlap = many ? ` ${many} ${many === 1 ? "cell has" : "cells have"} got more than one stamp; they add up.` : "";
  const { s, p, extra } = state;
  const [k, n] = [state.kernel[0].length, columns];
  const size = `(${n} \u2212 1)\u00b7${s} + ${k}${p ? ` \u2212 2\u00b7${p}` : ""}${extra ? ` + ${extra}` : ""} = ${output[0].length}`;
  return `${first}${overlap} Width of the output: ${size}.`;
}

const [WIDTH, SIZE] = [340, 34];
const TENT = [[0.25, 0.5, 0.25], [0.5, 1, 0.5], [0.25, 0.5, 0.25]]; // prettier-ignore
const ONES = [[1, 1, 1], [1, 1, 1], [1, 1, 1]]; // prettier-ignore

export default {
  render({ model, el }) {
    const names = ["image", "kernel", "s", "p", "extra", "position"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 100, "");
    const live = kit.live();
    const given = model.get("kernel");
    const square = given.length === 3 && given[0].length === 3;
    const title = (x, y, text) => kit.svg("text", { x, y: y - 6, "font-size": 12, "text-anchor": "middle" }, text);

    const draw = () => {
      const now = compute(state());
      const { image, kernel, p, extra } = state();
      const { canvas, counts, corner } = now;
      const [rows, columns] = [canvas.length, canvas[0].length];
      const inputWidth = image[0].length * SIZE;
      const stampWidth = kernel[0].length * SIZE;
      const gap = 70;
      const left = (WIDTH - inputWidth - gap - stampWidth) / 2;
      const right = left + inputWidth + gap;
      const current = (r, c) => r * image[0].length + c === now.now;
      const input = kit.grid({ values: image, x: left, y: 22, size: SIZE, kind: "input" });
      input.show(image, { on: current, dim: (r, c) => r * image[0].length + c > now.now });
      input.cells.forEach((line, r) =>
        line.forEach(({ cell }, c) => {
          cell.style.cursor = "pointer";
          cell.addEventListener("click", () => kit.set(model, "position", r * image[0].length + c));
        }),
      );
      const stamp = kit.grid({ values: now.stamp, x: right, y: 22, size: SIZE, kind: "kernel", format: (value) => kit.fmt(value, 2) });
      const middle = 22 + (SIZE * Math.max(image.length, kernel.length)) / 2;
      const arrow = kit.svg("path", {
        d: `M${left + inputWidth + 12},${middle} H${right - 14} m-6,-5 l6,5 l-6,5`, fill: "none", stroke: "var(--cnn-ink)", "stroke-width": 1.5,
      }); // prettier-ignore
      const times = kit.svg("text", { x: left + inputWidth + gap / 2, y: middle - 10, "font-size": 12, "text-anchor": "middle" }, `${kit.fmt(now.number)} ×`);

      const top = 22 + SIZE * Math.max(image.length, kernel.length) + 40;
      const size = Math.min(38, Math.floor((WIDTH - 4) / columns));
      const from = (WIDTH - columns * size) / 2;
      const cut = (r, c) => r < p || c < p || r >= rows - p || c >= columns - p;
      const inside = (r, c) => r >= corner[0] && r < corner[0] + kernel.length && c >= corner[1] && c < corner[1] + kernel[0].length;
      const kind = (r, c) => (cut(r, c) ? "pad" : counts[r][c] > 1 ? "extra" : "output");
      const painted = canvas.map((row, r) => row.map((value, c) => (counts[r][c] || (now.now === image.flat().length - 1) ? value : null)));
      const output = kit.grid({ values: painted, x: from, y: top, size, format: (value) => kit.fmt(value, 2) });
      output.show(painted, { kind, dim: (r, c) => counts[r][c] === 0 && !cut(r, c) });
      const frame = kit.svg("rect", {
        x: from + corner[1] * size, y: top + corner[0] * size, width: kernel[0].length * size, height: kernel.length * size,
        rx: 3, fill: "none", stroke: "var(--cnn-kernel)", "stroke-width": 4,
      }); // prettier-ignore
      const [high, wide] = [Math.max(0, rows - 2 * p), Math.max(0, columns - 2 * p)];
      const name = p || extra ? `output, ${high}×${wide} of ${rows}×${columns}` : `output, ${rows}×${columns}`;
      drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${top + rows * size + 4}`);
      drawing.replaceChildren(
        title(left + inputWidth / 2, 22, "input"), input, arrow, times, title(right + stampWidth / 2, 22, "stamp"), stamp,
        title(WIDTH / 2, top, name), output, frame,
      ); // prettier-ignore
      const shown = painted.map((row) => row.map((value) => (value === null ? "empty" : kit.fmt(value, 2))).join(" ")).join("; ");
      drawing.describe(`Output so far: ${shown}.`);
      live.say(words(state()));
    };

    const kernels = [[given, "given"], [ONES, "ones"], [TENT, "tent"]]; // prettier-ignore
    el.append(
      kit.controls(
        kit.stepper(model, { key: "position", label: "stamp", max: () => model.get("image").flat().length - 1 }),
        kit.slider(model, { key: "p", label: "padding", min: 0, max: 2 }),
        kit.slider(model, { key: "extra", label: "output padding", min: 0, max: () => model.get("s") - 1 }),
        kit.slider(model, { key: "s", label: "stride", min: 1, max: 3 }),
        square && kit.buttons(model, { key: "kernel", label: "Kernel", options: kernels }),
      ),
      drawing,
      kit.legend([["kernel", "the stamp"], ["output", "one stamp"], ["extra", "several stamps, added"], ["pad", "cut off"]]),
      live,
    ); // prettier-ignore
    kit.watch(model, names, draw);
  },
};
