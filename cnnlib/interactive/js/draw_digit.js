// LeNet-5 on a digit that the reader draws: every map of every layer, and what one of their numbers is made of.
const SIDE = 28; // pixels of a picture, and units of the board
const PEN = 1.25; // half the width of a stroke, in pixels of the prepared picture

// What the layers put out. A unit is a number of one of them; `bottom` is the layer that it reads.
const LAYERS = [
  { name: "C1", maps: 6, side: 28, bottom: "picture", weights: "c1", relu: true },
  { name: "S2", maps: 6, side: 14, bottom: "C1" },
  { name: "C3", maps: 16, side: 10, bottom: "S2", weights: "c3", relu: true },
  { name: "S4", maps: 16, side: 5, bottom: "C3" },
  { name: "C5", maps: 120, side: 1, bottom: "S4", weights: "c5", relu: true },
  { name: "F6", maps: 84, side: 1, bottom: "C5", weights: "f6", relu: true },
  { name: "output", maps: 10, side: 1, bottom: "F6", weights: "output" },
];

function floats(text) {
  return new Float32Array(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
}

const decode = (net) => Object.fromEntries(Object.entries(net).map(([name, text]) => [name, floats(text)]));

// ---- the picture -------------------------------------------------------------------------------------------

// Gray levels from 0 to 1: full ink up to PEN - 1/2 from a stroke, none from PEN + 1/2 on.
function ink(strokes) {
  const segments = strokes.flatMap((stroke) => stroke.map((point, i) => [stroke[Math.max(0, i - 1)], point]));
  return Array.from({ length: SIDE * SIDE }, (_, place) => {
    const [x, y] = [(place % SIDE) + 0.5, Math.floor(place / SIDE) + 0.5];
    let near = Infinity;
    for (const [[ax, ay], [bx, by]] of segments) {
      const [dx, dy] = [bx - ax, by - ay];
      const length = dx * dx + dy * dy;
      const t = length ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
      near = Math.min(near, Math.hypot(x - ax - t * dx, y - ay - t * dy));
    }
    return Math.min(1, Math.max(0, PEN + 0.5 - near));
  });
}

const moved = (strokes, scale, dx, dy) => strokes.map((stroke) => stroke.map(([x, y]) => [x * scale + dx, y * scale + dy]));

// As the makers of MNIST did: the longer side fills 20 pixels, the center of mass comes to the middle.
function prepared(strokes) {
  const points = strokes.flat();
  if (!points.length) return ink([]);
  const low = [0, 1].map((i) => Math.min(...points.map((point) => point[i])));
  const high = [0, 1].map((i) => Math.max(...points.map((point) => point[i])));
  const longer = Math.max(high[0] - low[0], high[1] - low[1]);
  const scale = longer > 1 ? (20 - 2 * PEN) / longer : 1; // a dot stays a dot
  const [cx, cy] = [0, 1].map((i) => SIDE / 2 - (scale * (low[i] + high[i])) / 2);
  const fitted = moved(strokes, scale, cx, cy);
  const pixels = ink(fitted);
  const mass = pixels.reduce((a, b) => a + b, 0);
  const mean = (of) => pixels.reduce((sum, value, place) => sum + value * (of(place) + 0.5), 0) / mass;
  return ink(moved(fitted, 1, SIDE / 2 - mean((place) => place % SIDE), SIDE / 2 - mean((place) => Math.floor(place / SIDE))));
}

function pictureOf({ pictures, shown, strokes, prepare }) {
  if (shown < 0) return prepare ? prepared(strokes) : ink(strokes);
  const bytes = atob(pictures);
  return Array.from({ length: SIDE * SIDE }, (_, i) => bytes.charCodeAt(shown * SIDE * SIDE + i) / 255);
}

// ---- the network -------------------------------------------------------------------------------------------

// What a unit reads: a window of kh × kw in every one of `maps` maps of the layer below, from row `top` and column
// `left` on; a linear layer reads its 120 or 84 inputs as a table.
function reads({ layer, map, row, column }) {
  const { name } = LAYERS[layer];
  if (name === "C1") return { from: 0, maps: 1, kh: 5, kw: 5, top: row - 2, left: column - 2 };
  if (name === "S2" || name === "S4") return { from: map, maps: 1, kh: 2, kw: 2, top: 2 * row, left: 2 * column };
  if (name === "C3") return { from: 0, maps: 6, kh: 5, kw: 5, top: row, left: column };
  if (name === "C5") return { from: 0, maps: 16, kh: 5, kw: 5, top: 0, left: 0 };
  return { from: 0, maps: 1, kh: name === "F6" ? 10 : 7, kw: 12, top: 0, left: 0, table: true };
}

// The numbers that a unit reads, its weights in the same order (null for a pooling), and what it makes of them.
function unitOf(layers, net, unit) {
  const { bottom, weights, relu } = LAYERS[unit.layer];
  const { from, maps, kh, kw, top, left, table } = reads(unit);
  const below = layers[bottom];
  const side = bottom === "picture" ? SIDE : table ? 0 : LAYERS.find(({ name }) => name === bottom).side;
  const values = [];
  for (let c = from; c < from + maps; c++)
    for (let a = 0; a < kh; a++)
      for (let b = 0; b < kw; b++) {
        const [i, j] = [top + a, left + b];
        const inside = table || (i >= 0 && j >= 0 && i < side && j < side);
        values.push(table ? below[a * kw + b] : inside ? below[(c * side + i) * side + j] : 0);
      }
  if (!weights) return { values, weights: null, products: null, bias: 0, sum: Math.max(...values), result: Math.max(...values) };
  const taps = Array.from(net[`${weights}.weight`].subarray(unit.map * values.length, (unit.map + 1) * values.length));
  const products = values.map((value, i) => value * taps[i]);
  const bias = net[`${weights}.bias`][unit.map];
  const sum = products.reduce((a, b) => a + b, bias);
  return { values, weights: taps, products, bias, sum, result: relu ? Math.max(0, sum) : sum };
}

function convolve(x, weight, bias, { c, size, out, padding }) {
  const n = size - 4 + 2 * padding;
  const y = new Float64Array(out * n * n);
  for (let o = 0; o < out; o++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        let sum = bias[o];
        for (let k = 0; k < c; k++)
          for (let a = 0; a < 5; a++) {
            const r = i + a - padding;
            if (r < 0 || r >= size) continue;
            for (let b = 0; b < 5; b++) {
              const s = j + b - padding;
              if (s >= 0 && s < size) sum += weight[((o * c + k) * 5 + a) * 5 + b] * x[(k * size + r) * size + s];
            }
          }
        y[(o * n + i) * n + j] = Math.max(0, sum);
      }
  return y;
}

function pool(x, c, size) {
  const n = size / 2;
  return Float64Array.from({ length: c * n * n }, (_, place) => {
    const [k, i, j] = [Math.floor(place / n / n), Math.floor(place / n) % n, place % n];
    const at = (k * size + 2 * i) * size + 2 * j;
    return Math.max(x[at], x[at + 1], x[at + size], x[at + size + 1]);
  });
}

const linear = (x, weight, bias) =>
  Float64Array.from(bias, (b, o) => x.reduce((sum, value, i) => sum + value * weight[o * x.length + i], b));

function forward(net, x) {
  const relu = (y) => y.map((value) => Math.max(0, value));
  const layers = { picture: Float64Array.from(x) };
  layers.C1 = convolve(layers.picture, net["c1.weight"], net["c1.bias"], { c: 1, size: 28, out: 6, padding: 2 });
  layers.S2 = pool(layers.C1, 6, 28);
  layers.C3 = convolve(layers.S2, net["c3.weight"], net["c3.bias"], { c: 6, size: 14, out: 16, padding: 0 });
  layers.S4 = pool(layers.C3, 16, 10);
  layers.C5 = relu(linear(layers.S4, net["c5.weight"], net["c5.bias"]));
  layers.F6 = relu(linear(layers.C5, net["f6.weight"], net["f6.bias"]));
  layers.output = linear(layers.F6, net["output.weight"], net["output.bias"]);
  return layers;
}

function answer(scores) {
  const top = Math.max(...scores);
  const raised = Array.from(scores, (score) => Math.exp(score - top));
  const total = raised.reduce((a, b) => a + b, 0);
  return { p: raised.map((value) => value / total), says: scores.indexOf(top) };
}

export function compute(state) {
  const net = decode(state.net);
  const layers = forward(net, pictureOf(state));
  const plain = Object.fromEntries(Object.entries(layers).map(([name, values]) => [name, Array.from(values)]));
  return { layers: plain, ...answer(layers.output), unit: unitOf(layers, net, state.unit), reads: reads(state.unit) };
}

// ---- words -------------------------------------------------------------------------------------------------

const inSquares = ({ layer }) => LAYERS[layer].side > 1;
const nameOf = ({ layer, map, row, column }) => {
  if (LAYERS[layer].name === "output") return `The score of ${map}`;
  const where = LAYERS[layer].side > 1 ? `, row ${row}, column ${column}` : "";
  return `${LAYERS[layer].name}, ${where ? "map" : "unit"} ${map}${where}`;
};

// Where a term of a unit comes from: "pixel (3, 4)", "S2 map 2 (3, 4)", "C5 unit 17".
function source(unit, term) {
  const { from, kh, kw, top, left, table } = reads(unit);
  const { bottom } = LAYERS[unit.layer];
  if (table) return `${bottom} unit ${term}`;
  const [c, a, b] = [from + Math.floor(term / (kh * kw)), Math.floor(term / kw) % kh, term % kw];
  const place = `(${top + a}, ${left + b})`;
  return bottom === "picture" ? `pixel ${place}` : `${bottom} map ${c} ${place}`;
}

function unitWords(layers, net, unit, term) {
  const { values, weights, products, bias, sum, result } = unitOf(layers, net, unit);
  const f = (x) => kit.fmt(x, 3);
  if (!weights) return `${nameOf(unit)}: the largest of ${values.map((value) => f(value)).join(", ")} is ${f(result)}.`;
  const parts = `${nameOf(unit)}: ${values.length} products and the bias ${f(bias)} make ${f(sum)}`;
  const relu = LAYERS[unit.layer].relu ? (sum > 0 ? "; the ReLU lets it pass" : "; the ReLU makes it 0") : "";
  return `${parts}${relu}. Product ${term + 1}: ${source(unit, term)} ${f(values[term])} × weight ${f(weights[term])} = ${f(products[term])}.`;
}

function answerWords({ shown, strokes, labels }, { p, says }) {
  const sure = `${says}, with ${Math.round(100 * p[says])}%`;
  if (shown >= 0) return `A test digit, a ${labels[shown]}. The network says ${sure}: ${says === labels[shown] ? "right" : "wrong"}.`;
  if (!strokes.length) return `The board is empty. The network says ${sure}, all the same.`;
  return `Your drawing. The network says ${sure}.`;
}

// ---- the drawing -------------------------------------------------------------------------------------------

// Where the maps of each layer stand: so many in a row, `unit` wide pixels, `step` from one to the next.
const WIDTH = 340;
const PLACES = {
  C1: { top: 158, columns: 6, unit: 54 / 28, step: [57.2, 0] },
  S2: { top: 232, columns: 6, unit: 2.8, step: [57.2, 0] },
  C3: { top: 287, columns: 8, unit: 4, step: [42.85, 43] },
  S4: { top: 394, columns: 8, unit: 5, step: [42.85, 29] },
  C5: { top: 473, columns: 30, unit: 10, step: [11.3, 11.3] },
  F6: { top: 540, columns: 28, unit: 10.8, step: [12.1, 12.1] },
};
const HEIGHT = 580;
const PICTURE = { x: 0, y: 18, unit: 4 };
const BARS = { x: 128, step: 21.4, bottom: 116, tall: 92 };

const corner = (name, map) => {
  const { top, columns, unit, step } = PLACES[name];
  const side = unit * LAYERS.find((layer) => layer.name === name).side;
  return [(map % columns) * step[0] + Math.max(0, (step[0] - 2 - side) / 2), top + Math.floor(map / columns) * step[1]];
};

// The frame of a window in a layer: rows and columns from (top, left), cut at the edges of the map.
function frameOf(name, map, top, left, rows, columns) {
  const side = name === "picture" ? SIDE : LAYERS.find((layer) => layer.name === name).side;
  const [x, y] = name === "picture" ? [PICTURE.x, PICTURE.y] : corner(name, map);
  const unit = name === "picture" ? PICTURE.unit : PLACES[name].unit;
  const [t, l] = [Math.max(0, top), Math.max(0, left)];
  const [b, r] = [Math.min(side, top + rows), Math.min(side, left + columns)];
  return { x: x + l * unit, y: y + t * unit, width: (r - l) * unit, height: (b - t) * unit };
}

// The unit under a point of the drawing, or null.
function unitAt(x, y) {
  for (const [layer, { name, maps, side }] of LAYERS.entries()) {
    if (name === "output") {
      const map = Math.floor((x - BARS.x) / BARS.step);
      if (map >= 0 && map < 10 && y > BARS.bottom - BARS.tall && y < BARS.bottom + 18) return { layer, map, row: 0, column: 0 };
      continue;
    }
    const { top, columns, unit, step } = PLACES[name];
    const line = step[1] ? Math.floor((y - top) / step[1]) : 0;
    const map = line * columns + Math.floor(x / step[0]);
    if (y < top || line < 0 || x < 0 || x >= columns * step[0] || map >= maps) continue;
    const [left, up] = corner(name, map);
    const [row, column] = [Math.floor((y - up) / unit), Math.floor((x - left) / unit)];
    if (row >= 0 && column >= 0 && row < side && column < side) return { layer, map, row, column };
  }
  return null;
}

// All maps of a layer as one picture, black where nothing is, with gaps that stay open.
function sheet(name, values) {
  const { columns } = PLACES[name];
  const { maps, side } = LAYERS.find((layer) => layer.name === name);
  const most = values.reduce((a, b) => Math.max(a, b), 0) || 1;
  return Array.from({ length: maps }, (_, map) => {
    const [x, y] = corner(name, map);
    const rows = Array.from({ length: side }, (_, r) => Array.from({ length: side }, (_, c) => values[(map * side + r) * side + c] / most));
    return { x, y, width: side * PLACES[name].unit, rows, columns };
  });
}

const gray = (value) => [Math.round(255 * value), Math.round(255 * value), Math.round(255 * value), 255];

export default {
  render({ model, el }) {
    const fixed = Object.fromEntries(["pictures", "labels", "examples"].map((name) => [name, model.get(name)]));
    const net = decode(model.get("net"));
    const names = ["shown", "strokes", "prepare", "unit", "term"];
    const state = () => ({ ...fixed, ...Object.fromEntries(names.map((name) => [name, model.get(name)])) });
    const answered = kit.live();
    const live = kit.live();
    let layers = null; // what the network makes of the picture of the moment
    let pointed = null; // the unit under the mouse, while it is there
    let pen = { x: 14, y: 14, down: false }; // moved by the arrow keys

    // ---- the board
    const board = kit.canvas(SIDE, SIDE, "");
    board.style.cssText = "flex:0 1 252px;min-width:200px;max-width:252px;margin:0;touch-action:none;cursor:crosshair;border-radius:4px";
    board.setAttribute("tabindex", "0");
    board.setAttribute("role", "application");
    board.setAttribute("aria-roledescription", "drawing board");
    const example = kit.svg("g");
    const lines = kit.svg("path", { fill: "none", stroke: "#fff", "stroke-width": 2 * PEN, "stroke-linecap": "round", "stroke-linejoin": "round" });
    const nib = kit.svg("circle", { r: 1, "stroke-width": 0.4, stroke: "#ffab6b", fill: "none" });
    board.append(kit.svg("rect", { width: SIDE, height: SIDE, fill: "#000" }), example, lines, nib);

    const rounded = (x) => Math.round(100 * Math.min(SIDE, Math.max(0, x))) / 100;
    const write = (strokes) => {
      kit.set(model, "shown", -1);
      kit.set(model, "strokes", strokes);
    };
    const own = () => (model.get("shown") < 0 ? model.get("strokes") : []);
    const begin = (x, y) => write([...own(), [[rounded(x), rounded(y)]]]);
    const extend = (x, y) => {
      const strokes = own();
      const last = strokes[strokes.length - 1];
      const [px, py] = last[last.length - 1];
      if (Math.hypot(x - px, y - py) < 0.4) return;
      write([...strokes.slice(0, -1), [...last, [rounded(x), rounded(y)]]]);
    };
    const undo = () => write(own().slice(0, -1));
    const clear = () => write([]);
    kit.drag(board, (x, y, phase) => {
      if (phase === "start") {
        pen = { x, y, down: false };
        begin(x, y);
      } else if (phase === "move") extend(x, y);
      nib.setAttribute("visibility", "hidden");
    });
    board.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      const act = { " ": "pen", Enter: "pen", Backspace: "undo", Delete: "clear" }[event.key];
      if (!step && !act) return;
      event.preventDefault();
      if (step) {
        pen.x = Math.min(SIDE - 1, Math.max(1, pen.x + step[0]));
        pen.y = Math.min(SIDE - 1, Math.max(1, pen.y + step[1]));
        if (pen.down) extend(pen.x, pen.y);
      } else if (act === "pen") {
        pen.down = !pen.down;
        if (pen.down) begin(pen.x, pen.y);
      } else {
        pen.down = false;
        if (act === "undo") undo();
        else clear();
      }
      showPen();
      say();
    });
    const showPen = () => {
      nib.setAttribute("cx", pen.x);
      nib.setAttribute("cy", pen.y);
      nib.setAttribute("fill", pen.down ? "#ffab6b" : "none");
      nib.setAttribute("visibility", document.activeElement === board ? "visible" : "hidden");
    };
    for (const name of ["focus", "blur"]) board.addEventListener(name, showPen);

    // ---- the maps
    const drawing = kit.canvas(WIDTH, HEIGHT, "");
    drawing.style.cssText += ";flex:1 1 300px;min-width:0;margin:0";
    const title = (x, y, text) => kit.svg("text", { x, y, "font-size": 12 }, text);
    const images = kit.svg("g");
    const marks = kit.svg("g");
    const bars = Array.from({ length: 10 }, () => kit.svg("rect", { width: 16, fill: "var(--cnn-output)" }));
    const digits = bars.map((_, k) =>
      kit.svg("text", { x: BARS.x + BARS.step * k + 8, y: BARS.bottom + 14, "font-size": 12, "text-anchor": "middle" }, String(k)),
    );
    const sizes = LAYERS.map(({ name, maps, side }) => {
      if (name === "output") return null;
      const text = side > 1 ? `${name}: ${maps} maps of ${side} × ${side}` : `${name}: ${maps} units`;
      return title(0, PLACES[name].top - 5, text);
    });
    drawing.append(title(0, 12, "the picture"), title(BARS.x, 12, "how sure the network is"), images, ...bars, ...digits, ...sizes.filter(Boolean), marks);
    const mark = (unit) => {
      kit.set(model, "unit", unit);
      const { maps, kh, kw } = reads(unit);
      if (model.get("term") >= maps * kh * kw) kit.set(model, "term", 0);
    };
    kit.drag(drawing, (x, y) => {
      const unit = unitAt(x, y);
      if (unit) mark(unit);
    });
    drawing.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse" || event.buttons) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(drawing.getScreenCTM().inverse());
      point(unitAt(at.x, at.y));
    });
    drawing.addEventListener("pointerleave", () => point(null));
    const point = (unit) => {
      if (JSON.stringify(unit) === JSON.stringify(pointed)) return;
      pointed = unit;
      showUnit();
    };

    // ---- what the marked number is made of
    const detail = kit.canvas(WIDTH, 250, "");
    detail.style.margin = 0;
    const CELL = { 25: 31, 4: 42, 120: 13, 84: 13 };
    const GRIDS = [{ x: 2, kind: "input" }, { x: 180, kind: "kernel" }];
    const termAt = (x, y) => {
      const unit = model.get("unit");
      const { maps, kh, kw } = reads(unit);
      const size = CELL[kh * kw];
      const [grid] = GRIDS.filter((g) => x >= g.x && x < g.x + kw * size);
      const [row, column] = [Math.floor((y - 36) / size), grid ? Math.floor((x - grid.x) / size) : -1];
      if (row < 0 || row >= kh || column < 0) return null;
      const first = Math.floor(model.get("term") / (kh * kw)) * kh * kw;
      return Math.min(maps * kh * kw - 1, first + row * kw + column);
    };
    const markTerm = (x, y) => {
      const term = termAt(x, y);
      if (term !== null) kit.set(model, "term", term);
    };
    kit.drag(detail, markTerm);
    detail.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse" || event.buttons) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(detail.getScreenCTM().inverse());
      markTerm(at.x, at.y);
    });

    function showUnit() {
      const unit = pointed ?? model.get("unit");
      const { from, maps, kh, kw, top, left, table } = reads(unit);
      const { bottom, name } = LAYERS[unit.layer];
      const block = kh * kw;
      const term = Math.min(model.get("term"), maps * block - 1);
      const made = unitOf(layers, net, unit);
      const frame = (box, color, width) => [
        kit.svg("rect", { ...box, fill: "none", stroke: "#000", "stroke-width": width + 1.4 }),
        kit.svg("rect", { ...box, fill: "none", stroke: color, "stroke-width": width }),
      ];
      const [BLUE, ORANGE] = ["#79b8f8", "#ffab6b"]; // on black pictures, in either theme
      const seen = table
        ? [frameOf(bottom, term, 0, 0, 1, 1)]
        : Array.from({ length: maps }, (_, c) => frameOf(bottom, from + c, top, left, kh, kw));
      const inBlock = term % block;
      const one = table ? seen[0] : frameOf(bottom, from + Math.floor(term / block), top + Math.floor(inBlock / kw), left + (inBlock % kw), 1, 1);
      const self = name === "output"
        ? { x: BARS.x + BARS.step * unit.map - 2, y: BARS.bottom - BARS.tall, width: 20, height: BARS.tall + 18 }
        : frameOf(name, unit.map, unit.row, unit.column, 1, 1); // prettier-ignore
      const whole = table ? [{ x: -0.5, y: PLACES[bottom].top - 1, width: WIDTH, height: bottom === "C5" ? 46 : 37 }] : [];
      marks.replaceChildren(
        ...[...seen, ...whole].flatMap((box) => frame(box, BLUE, 1.4)),
        ...(one.width > 0 && one.height > 0 ? frame(one, ORANGE, 1.2) : []),
        ...frame(self, ORANGE, 2),
      );

      const size = CELL[block];
      const first = Math.floor(term / block) * block;
      const rows = (numbers) => Array.from({ length: kh }, (_, a) => numbers.slice(first + a * kw, first + (a + 1) * kw));
      const on = (r, c) => first + r * kw + c === term;
      const many = block > 25;
      const text = (x, y, words, attrs = {}) => kit.svg("text", { x, y, "font-size": 12, ...attrs }, words);
      const tint = (numbers, x, color) => {
        const most = Math.max(...made[numbers].map(Math.abs)) || 1;
        return rows(made[numbers]).flatMap((row, r) =>
          row.map((value, c) => {
            const fill = value < 0 ? "var(--cnn-input)" : color;
            const box = { x: x + c * size, y: 36 + r * size, width: size, height: size, stroke: "var(--cnn-rule)", "stroke-width": 0.5 };
            const edge = on(r, c) ? { stroke: "var(--cnn-ink)", "stroke-width": 2 } : {};
            return kit.svg("rect", { ...box, fill, "fill-opacity": (Math.abs(value) / most).toFixed(3), ...edge });
          }),
        );
      };
      const format = (value) => kit.fmt(value, 2);
      const grid = (numbers, x, kind) => [kit.grid({ values: rows(made[numbers]), x, y: 36, size, kind, on, format })];
      const which = maps > 1 ? `, map ${from + Math.floor(term / block)} of ${maps}` : table ? "" : bottom === "picture" ? "" : `, map ${from}`;
      const below = 36 + kh * size + 20;
      const f = (x) => kit.fmt(x, 3);
      const parts = [
        text(2, 12, nameOf(unit), { "font-weight": 700, "font-size": 13 }),
        text(GRIDS[0].x, 29, `reads ${bottom === "picture" ? "the picture" : bottom}${which}`),
        ...(many ? tint("values", GRIDS[0].x, "var(--cnn-output)") : grid("values", GRIDS[0].x, "input")),
      ];
      if (made.weights) {
        const line = `${f(made.values[term])} × ${made.weights[term] < 0 ? `(${f(made.weights[term])})` : f(made.weights[term])} = ${f(made.products[term])}`;
        const rest = LAYERS[unit.layer].relu ? `, ReLU: ${f(made.result)}` : "";
        parts.push(
          text(GRIDS[1].x, 29, "its weights"),
          ...(many ? tint("weights", GRIDS[1].x, "var(--cnn-kernel)") : grid("weights", GRIDS[1].x, "kernel")),
          text(2, below, `product ${term + 1} of ${made.values.length}:  ${line}`, { "font-weight": 700 }),
          text(2, below + 19, `all products and bias: ${f(made.sum)}${rest}`),
        );
      } else parts.push(text(2, below, `the largest of the four: ${f(made.result)}`, { "font-weight": 700 }));
      detail.setAttribute("viewBox", `0 0 ${WIDTH} ${below + 28}`);
      detail.replaceChildren(...parts);
      detail.describe(unitWords(layers, net, unit, term));
      say();
    }

    const say = () => {
      const hand = document.activeElement === board ? ` Pen ${pen.down ? "down" : "up"}, row ${Math.round(pen.y)}, column ${Math.round(pen.x)}.` : "";
      const unit = pointed ?? model.get("unit");
      const { maps, kh, kw } = reads(unit);
      const term = Math.min(model.get("term"), maps * kh * kw - 1);
      const now = answerWords(state(), answer(layers.output));
      answered.say(`${now}${hand}`);
      live.say(unitWords(layers, net, unit, term));
      drawing.describe(`The picture, ten bars, and the maps of six layers. ${now}`);
      board.describe(`Drawing board. Arrow keys move the pen, Space lowers and lifts it, Backspace takes back a stroke.${hand}`);
    };

    const showPicture = () => {
      layers = forward(net, pictureOf(state()));
      const { shown, strokes } = state();
      const square = (values) => Array.from({ length: SIDE }, (_, r) => Array.from(values.slice(r * SIDE, (r + 1) * SIDE)));
      const pixels = square(layers.picture);
      example.replaceChildren(...(shown < 0 ? [] : [kit.picture({ values: pixels, width: SIDE, height: SIDE, color: gray })]));
      const path = (stroke) => (stroke.length > 1 ? stroke : [...stroke, stroke[0]]).map(([x, y], i) => `${i ? "L" : "M"}${x},${y}`).join("");
      lines.setAttribute("d", shown < 0 ? strokes.map(path).join("") : "");
      const place = { x: PICTURE.x, y: PICTURE.y, width: SIDE * PICTURE.unit, height: SIDE * PICTURE.unit };
      const sheets = Object.keys(PLACES).flatMap((name) =>
        sheet(name, layers[name]).map(({ x, y, width, rows }) => {
          if (rows.length > 1) return kit.picture({ values: rows, x, y, width, height: width, color: gray });
          const level = Math.round(255 * rows[0][0]);
          return kit.svg("rect", { x, y, width, height: width, fill: `rgb(${level},${level},${level})` });
        }),
      );
      images.replaceChildren(kit.picture({ values: pixels, ...place, color: gray }), ...sheets);
      const { p, says } = answer(layers.output);
      bars.forEach((bar, k) => {
        const tall = Math.max(1, (BARS.tall - 8) * p[k]);
        const box = { x: BARS.x + BARS.step * k, y: BARS.bottom - tall, height: tall };
        Object.entries(box).forEach(([name, value]) => bar.setAttribute(name, value));
        digits[k].setAttribute("font-weight", k === says ? 700 : 400);
      });
      undoButton.setAttribute("aria-disabled", shown >= 0 || !strokes.length);
      clearButton.setAttribute("aria-disabled", shown < 0 && !strokes.length);
      // a test digit has been prepared already
      if (shown >= 0) prepare.remove();
      else answered.before(prepare);
      showUnit();
    };

    // ---- controls
    const numbered = fixed.labels.map((label, i) => [i, `test digit ${i + 1}, a ${label}`]);
    const undoButton = kit.button("Undo", undo);
    const clearButton = kit.button("Clear", clear);
    const give = kit.button("Draw one for me", () => {
      const before = fixed.examples.findIndex((strokes) => JSON.stringify(strokes) === JSON.stringify(own()));
      write(fixed.examples[(before + 1) % fixed.examples.length]);
    });
    const prepare = kit.checkbox(model, { key: "prepare", label: "prepare as MNIST does" });
    const tools = kit.h(
      "div",
      {},
      kit.select(model, { key: "shown", label: "show", options: [[-1, "my drawing"], ...numbered] }),
      kit.h("div", { class: "cnn-segments" }, clearButton, undoButton, give),
      answered,
    );
    answered.style.fontWeight = 600;
    tools.style.cssText = "display:flex;flex-direction:column;gap:.5rem;flex:1 1 200px;align-items:flex-start";

    // The kit's sliders move a number of the model; a unit is one value of four, so it gets a model of its own.
    const part = (name) => {
      const listen = [];
      model.on("change", () => listen.forEach((fn) => fn()));
      return {
        get: () => model.get("unit")[name],
        set: (_, value) => mark(cut({ ...model.get("unit"), [name]: value })),
        on: (_, fn) => listen.push(fn),
        save_changes() {},
      };
    };
    const cut = (unit) => {
      const { maps, side } = LAYERS[unit.layer];
      return { layer: unit.layer, map: Math.min(unit.map, maps - 1), row: Math.min(unit.row, side - 1), column: Math.min(unit.column, side - 1) };
    };
    const now = () => LAYERS[model.get("unit").layer];
    const row = kit.slider(part("row"), { key: "row", label: "row", min: 0, max: () => now().side - 1 });
    const column = kit.slider(part("column"), { key: "column", label: "column", min: 0, max: () => now().side - 1 });
    const terms = () => {
      const { maps, kh, kw } = reads(model.get("unit"));
      return maps * kh * kw - 1;
    };
    const units = kit.controls(
      kit.select(part("layer"), { key: "layer", label: "marked number in", options: LAYERS.map(({ name }, i) => [i, name]) }),
      kit.slider(part("map"), { key: "map", label: "map or unit", min: 0, max: () => now().maps - 1 }),
      kit.slider(model, { key: "term", label: "what it reads", min: 0, max: terms, format: (term) => String(term + 1) }),
    );
    const places = () => {
      if (inSquares(model.get("unit"))) units.append(row, column);
      else [row, column].forEach((slider) => slider.remove());
    };
    const beside = (...parts) => {
      const line = kit.h("div", {}, parts);
      line.style.cssText = "display:flex;flex-wrap:wrap;gap:1rem 1.25rem;align-items:flex-start";
      return line;
    };
    const aside = kit.h("div", {}, detail, live, units);
    aside.style.cssText = "display:flex;flex-direction:column;gap:.75rem;flex:1 1 260px;min-width:0";
    el.append(
      beside(board, tools),
      beside(drawing, aside),
      kit.legend([["input", "what the marked number reads"], ["kernel", "its weights"], ["output", "how sure the network is"]]),
    );
    kit.onChange(model, ["shown", "strokes", "prepare"], showPicture);
    kit.onChange(model, ["unit", "term"], () => {
      places();
      showUnit();
    });
    showPicture();
    places();
    showPen();
  },
};
