// One layer, three ways to connect it to an image: every pixel, a window, a window with the same weights everywhere.

// n×n pixels, k×k windows, `maps` feature maps with one unit for each place of the window. Counted with a bias per
// kernel. `window` and `first` belong to one unit of the first map: the corner of what it reads, and the number of its
// first weight when all weights of the layer are numbered from 0.
export function compute({ n, k, maps, mode, unit }) {
  const side = n - k + 1;
  const units = maps * side ** 2;
  const reads = { full: n ** 2, local: k ** 2, shared: k ** 2 };
  const kernels = { full: units, local: units, shared: maps };
  const each = (fn) => Object.fromEntries(["full", "local", "shared"].map((name) => [name, fn(name)]));
  const parameters = each((name) => kernels[name] * (reads[name] + 1));
  const connections = each((name) => units * reads[name]);
  const corner = [Math.floor(unit / side), unit % side];
  const window = mode === "full" ? [0, 0, n] : [...corner, k];
  const first = mode === "shared" ? 0 : unit * reads[mode];
  return { side, units, reads, parameters, connections, corner, window, first };
}

const NAMES = { full: "fully connected", local: "local", shared: "local and shared" };
const whole = (x) => x.toLocaleString("en-US");

// What the figure shows, in words.
export function words(state) {
  const { side, units, reads, parameters, connections, first } = compute(state);
  const { n, maps, mode, unit } = state;
  const last = first + reads[mode] - 1;
  const numbers = last > first ? `weights ${whole(first)} to ${whole(last)}` : `weight ${whole(first)}`;
  const whose = mode === "shared" ? "like every other unit of its map" : "and no other unit does";
  const each = reads[mode] + 1;
  const more = side ** 2 - 1;
  const ledger =
    mode !== "shared"
      ? `${whole(units)} × ${whole(each)}`
      : `${maps > 1 ? `${maps} × ` : ""}${each}${more ? `, and 0 for ${maps > 1 ? "" : "the "}${whole(maps * more)} other ${maps * more > 1 ? "units" : "unit"}` : ""}`;
  return (
    `Unit ${whole(unit + 1)} of ${whole(side ** 2)} reads ${whole(reads[mode])} of ${whole(n * n)} pixels. ` +
    `It uses ${numbers}, ${whose}. ` +
    `Parameters of the layer: ${whole(parameters[mode])} (${ledger}). Connections: ${whole(connections[mode])}.`
  );
}

const WIDTH = 340;
const TOP = 20;
const BOX = 160; // the image, at most
const LARGE = 8; // beyond this the pixels are too small to draw

function layer(state) {
  const { side, window, corner, first } = compute(state);
  const { n, mode } = state;
  const [top, left, reach] = window;
  const size = BOX / n;
  const pitch = Math.min(44, 120 / side);
  const right = WIDTH - 4 - side * pitch;
  const above = TOP + (BOX - side * pitch) / 2;
  const parts = [
    kit.svg("text", { x: 2, y: 12, "font-size": 12 }, `image, ${whole(n)} × ${whole(n)}`),
    kit.svg("text", { x: WIDTH - 4, y: 12, "font-size": 12, "text-anchor": "end" }, `units, ${whole(side)} × ${whole(side)}`),
  ];
  const at = { x: right + (corner[1] + 0.5) * pitch, y: above + (corner[0] + 0.5) * pitch };
  const line = (x, y) =>
    kit.svg("line", { x1: x, y1: y, x2: at.x, y2: at.y, stroke: "var(--cnn-kernel)", "stroke-width": 1 });
  const inside = (r, c) => r >= top && r < top + reach && c >= left && c < left + reach;
  if (side <= LARGE) {
    for (let r = 0; r < side; r++) {
      for (let c = 0; c < side; c++) {
        const on = r === corner[0] && c === corner[1];
        const middle = { cx: right + (c + 0.5) * pitch, cy: above + (r + 0.5) * pitch, r: pitch * (on ? 0.42 : 0.34) };
        const fill = on ? "var(--cnn-output)" : "var(--cnn-output-fill)";
        parts.push(kit.svg("circle", { ...middle, fill, stroke: "var(--cnn-output)", "stroke-width": 1.5 }));
      }
    }
  } else {
    const all = { x: right, y: above, width: side * pitch, height: side * pitch };
    parts.push(
      kit.svg("g", { class: "cnn-cell cnn-output" }, kit.svg("rect", all)),
      kit.svg("circle", { cx: at.x, cy: at.y, r: 4, fill: "var(--cnn-output)" }),
    );
  }
  if (n <= LARGE) {
    const numbered = (r, c) => first + (r - top) * reach + (c - left);
    const values = Array.from({ length: n }, (_, r) =>
      Array.from({ length: n }, (_, c) => (inside(r, c) ? numbered(r, c) : null)),
    );
    const kind = (r, c) => (inside(r, c) ? "kernel" : "input");
    // the lines first, so that they do not cross out the numbers
    for (let r = top; r < top + reach; r++) {
      for (let c = left; c < left + reach; c++) parts.push(line(2 + (c + 0.5) * size, TOP + (r + 0.5) * size));
    }
    parts.push(kit.grid({ values, x: 2, y: TOP, size, kind, on: inside }));
  } else {
    const seen = { x: 2 + left * size, y: TOP + top * size, width: reach * size, height: reach * size };
    const box = (attrs, kind) => kit.svg("g", { class: `cnn-cell cnn-${kind}` }, kit.svg("rect", attrs));
    parts.push(box({ x: 2, y: TOP, width: BOX, height: BOX }, "input"), box(seen, "kernel"));
    for (const y of [seen.y, seen.y + seen.height]) parts.push(line(seen.x + seen.width, y));
  }
  return parts;
}

// Three counts as bars on a logarithmic scale: each step to the right is ten times as many.
function bars(state) {
  const { parameters } = compute(state);
  const start = TOP + BOX + 34;
  const end = 250;
  const scale = (count) => (end * Math.log10(count)) / 14;
  const parts = [kit.svg("text", { x: 2, y: start - 8, "font-size": 12 }, "parameters of the layer (each tick: ten times as many)")];
  Object.entries(parameters).forEach(([name, count], i) => {
    const y = start + i * 34;
    const on = name === state.mode;
    const color = on ? "var(--cnn-kernel)" : "var(--cnn-line)";
    const text = { x: 2, "font-size": 12, "font-weight": on ? 700 : 400 };
    parts.push(
      kit.svg("text", { ...text, y: y + 12 }, `${NAMES[name]}: ${whole(count)}`),
      kit.svg("rect", { x: 2, y: y + 17, width: Math.max(1, scale(count)), height: 8, fill: color }),
    );
    for (let power = 1; 10 ** power < count; power++) {
      const x = 2 + scale(10 ** power);
      parts.push(kit.svg("line", { x1: x, x2: x, y1: y + 17, y2: y + 25, stroke: "var(--cnn-surface)", "stroke-width": 1.5 }));
    }
  });
  return { parts, height: start + 3 * 34 };
}

const PICTURES = [4, 5, 6, 8, 28, 64, 200, 224, 1000];

export default {
  render({ model, el }) {
    const names = ["n", "k", "maps", "mode", "unit"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 320, "");
    const live = kit.live();
    const side = () => model.get("n") - model.get("k") + 1;

    kit.drag(drawing, (x, y) => {
      if (x > 2 + BOX + 8 || y > TOP + BOX) return; // only the image moves the window
      const { n, k } = state();
      const place = (at) => Math.max(0, Math.min(side() - 1, Math.round((at / BOX) * n - k / 2)));
      kit.set(model, "unit", place(y - TOP) * side() + place(x - 2));
    });
    const options = PICTURES.includes(model.get("n")) ? PICTURES : [...PICTURES, model.get("n")].sort((a, b) => a - b);
    el.append(
      kit.controls(kit.buttons(model, { key: "mode", label: "Weights", options: Object.entries(NAMES) })),
      kit.controls(
        kit.stepper(model, {
          key: "unit",
          label: "Unit",
          max: () => side() ** 2 - 1,
          format: (unit) => `${whole(unit + 1)} of ${whole(side() ** 2)}`,
        }),
      ),
      kit.controls(
        kit.select(model, { key: "n", label: "image", options: options.map((n) => [n, `${whole(n)} × ${whole(n)}`]) }),
        kit.slider(model, { key: "k", label: "window", min: 1, max: () => Math.min(10, model.get("n")), format: (k) => `${k}×${k}` }),
        kit.slider(model, { key: "maps", label: "maps", min: 1, max: 64 }),
      ),
      drawing,
      live,
    );
    kit.watch(model, names, () => {
      const now = state();
      // two sliders are set one after the other: wait until the window fits and the unit exists
      if (now.k > now.n || now.unit >= (now.n - now.k + 1) ** 2) return;
      const below = bars(now);
      drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${below.height}`);
      drawing.replaceChildren(...layer(now), ...below.parts);
      drawing.describe(words(now));
      live.say(words(now));
    });
  },
};
