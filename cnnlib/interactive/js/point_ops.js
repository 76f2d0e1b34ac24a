// A photograph under one operation. A point operation looks at one pixel, a neighborhood operation at nine.

const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

// name: [formula, function of the pixel and of the nine pixels around it]
const POINT = {
  identity: ["x", (x) => x],
  darken: ["x − 128", (x) => x - 128],
  "lower contrast": ["x / 2", (x) => x / 2],
  "lower contrast, curved": ["(x / 255)^(1/3) · 255", (x) => Math.cbrt(x / 255) * 255],
  invert: ["255 − x", (x) => 255 - x],
  lighten: ["x + 128", (x) => x + 128],
  "raise contrast": ["2 x", (x) => 2 * x],
  "raise contrast, curved": ["(x / 255)² · 255", (x) => (x / 255) ** 2 * 255],
};
const sum = (values) => values.reduce((total, value) => total + value, 0);
const NEIGHBORHOOD = {
  "mean of nine": ["(sum of the nine) / 9", null],
  "largest of nine": ["the largest of the nine", (x, nine) => Math.max(...nine)],
};

// What the operation gives, before it is stored. With uint8 the sum of the nine wraps before it is divided.
export function result(op, x, nine, store) {
  if (op === "mean of nine") {
    const total = sum(nine);
    return (store === "wrap" ? total % 256 : total) / 9;
  }
  return (POINT[op] ?? NEIGHBORHOOD[op])[1](x, nine);
}

// Clip: to the nearest of 0 to 255. Wrap: cut off the decimals and keep the last eight bits.
export function stored(value, store) {
  if (store === "clip") return Math.floor(clamp(value, 0, 255) + 0.5);
  return ((Math.trunc(value) % 256) + 256) % 256;
}

// A fixed order of `count` pixels that looks random (Fisher and Yates's shuffle with a small generator).
export function shuffled(count) {
  const order = Array.from({ length: count }, (_, i) => i);
  let seed = 7;
  for (let i = count - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((seed / 2 ** 32) * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

// `input` is the picture as the operation sees it, `output` what it makes of it, `restored` the output with every
// pixel back in its place. Beyond the edge a neighborhood repeats the pixels at the edge.
export function compute({ image, op, store, mixed }) {
  const [h, w] = [image.length, image[0].length];
  const flat = image.flat();
  const order = mixed ? shuffled(h * w) : null;
  const seen = order ? order.map((from) => flat[from]) : flat;
  const pixel = (r, c) => seen[clamp(r, 0, h - 1) * w + clamp(c, 0, w - 1)];
  const around = (i) => {
    const [r, c] = [Math.floor(i / w), i % w];
    return [-1, 0, 1].flatMap((a) => [-1, 0, 1].map((b) => pixel(r + a, c + b)));
  };
  const local = op in NEIGHBORHOOD;
  const exact = seen.map((x, i) => result(op, x, local ? around(i) : null, store));
  const made = exact.map((value) => stored(value, store));
  const back = Array(h * w);
  made.forEach((value, i) => (back[order ? order[i] : i] = value));
  const rows = (values) => Array.from({ length: h }, (_, r) => values.slice(r * w, (r + 1) * w));
  const outside = exact.filter((value) => value < -0.5 || value >= 255.5).length / (h * w);
  const levels = new Set(seen.map((x, i) => x * 256 + made[i])).size / new Set(seen).size;
  return { input: rows(seen), output: rows(made), restored: rows(back), exact: rows(exact), outside, levels };
}

const gray = (value) => [value, value, value, 255];

const WIDTH = 340;
const SIDE = 160;
const TOP = 20;
const SECOND = TOP + SIDE + 26;
const LEFT = 34; // of the plot

export default {
  render({ model, el }) {
    const side = model.get("side");
    const images = model.get("bytes").map((text) => kit.pixels(text, side));
    const right = WIDTH - SIDE - 2;
    const scale = SIDE / side;
    const drawing = kit.canvas(WIDTH, SECOND + SIDE + 22, "");
    const live = kit.live();
    const size = SIDE - LEFT - 4; // of the plot
    let now = null;

    const label = (x, y, text, more) => kit.svg("text", { x, y, "font-size": 12, ...more }, text);
    const pictures = kit.svg("g");
    const plot = kit.svg("g");
    const marks = kit.svg("g");
    const small = { "font-size": 10 };
    const titles = { input: label(2, TOP - 7, ""), output: label(right, TOP - 7, ""), restored: label(right, SECOND - 7, "") };
    drawing.append(
      ...Object.values(titles),
      label(2, SECOND - 7, "every pixel as a point"),
      kit.svg("rect", { x: LEFT, y: SECOND, width: size, height: size, fill: "var(--cnn-field)", stroke: "var(--cnn-line)" }),
      label(LEFT - 4, SECOND + 8, "255", { ...small, "text-anchor": "end" }),
      label(LEFT - 4, SECOND + size, "0", { ...small, "text-anchor": "end" }),
      label(LEFT, SECOND + size + 13, "0", small),
      label(LEFT + size, SECOND + size + 13, "255", { ...small, "text-anchor": "end" }),
      label(LEFT + size / 2, SECOND + size + 13, "before", { ...small, "text-anchor": "middle" }),
      label(2, SECOND + size / 2, "after", small),
      pictures, plot, marks,
    ); // prettier-ignore

    const draw = () => {
      const [which, op, store, mixed] = ["which", "op", "store", "mixed"].map((key) => model.get(key));
      now = compute({ image: images[which], op, store, mixed });
      const place = { y: TOP, width: SIDE, height: SIDE, color: gray };
      const shown = [
        kit.picture({ values: now.input, x: 2, ...place }),
        kit.picture({ values: now.output, x: right, ...place }),
      ];
      if (mixed) shown.push(kit.picture({ values: now.restored, x: right, ...place, y: SECOND }));
      pictures.replaceChildren(...shown);
      titles.input.textContent = mixed ? "mixed" : "before";
      titles.output.textContent = "after";
      titles.restored.textContent = mixed ? "after, put back in order" : "";
      // four grays to a cell, so that single points stay visible at this size
      const cells = Array.from({ length: 64 }, () => Array(64).fill(0));
      now.input.forEach((row, r) => row.forEach((x, c) => (cells[63 - (now.output[r][c] >> 2)][x >> 2] += 1)));
      const color = (count) => (count ? [0, 150, 116, Math.min(255, 130 + 40 * count)] : null); // seen on light and dark
      plot.replaceChildren(kit.picture({ values: cells, x: LEFT, y: SECOND, width: size, height: size, color }));
    };

    const look = () => {
      const [which, op, store, mixed, row, column] = ["which", "op", "store", "mixed", "row", "column"].map((key) => model.get(key));
      const [x, exact, made] = [now.input, now.exact, now.output].map((rows) => rows[row][column]);
      const local = op in NEIGHBORHOOD;
      const reach = Math.max(6, (local ? 3 : 1) * scale);
      const around = (left, width) =>
        kit.svg("rect", {
          x: left + (column + 0.5) * scale - width / 2,
          y: TOP + (row + 0.5) * scale - width / 2,
          width,
          height: width,
          fill: "none",
          stroke: "var(--cnn-kernel)",
          "stroke-width": 2,
        });
      const point = { cx: LEFT + (size * (x + 0.5)) / 256, cy: SECOND + (size * (255.5 - made)) / 256, r: 5 };
      marks.replaceChildren(
        around(2, reach), around(right, Math.max(6, scale)),
        kit.svg("circle", { ...point, fill: "none", stroke: "var(--cnn-kernel)", "stroke-width": 2.5 }),
      ); // prettier-ignore
      const formula = (POINT[op] ?? NEIGHBORHOOD[op])[0];
      const becomes = Math.abs(exact - made) < 1e-9 ? kit.fmt(made) : `${kit.fmt(exact, 2)}, stored as ${made}`;
      const kind = local
        ? `A neighborhood operation: a gray value has ${kit.fmt(now.levels, 1)} different results on average.`
        : "A point operation: equal gray values have equal results.";
      const share = now.outside && now.outside < 0.001 ? "less than 0.1%" : `${kit.fmt(100 * now.outside, 1)}%`;
      const out = now.outside ? `${share} of the results lie outside 0 to 255 and ${store === "clip" ? "are clipped" : "wrap"}.` : "No result lies outside 0 to 255.";
      const wrapped = op === "mean of nine" && store === "wrap" ? " The sum of the nine has wrapped before it was divided." : "";
      live.say(`${op}: ${formula}. The marked pixel ${x} becomes ${becomes}. ${kind} ${out}${wrapped}`);
      drawing.describe(`${live.textContent}${mixed ? " The pixels are mixed before and put back after." : ""}`);
    };

    kit.drag(drawing, (x, y) => {
      if (y > TOP + SIDE + 16) return; // a little below the pictures still counts
      const from = x > right - 6 ? right : 2;
      const inside = (at) => clamp(Math.floor(at / scale), 0, side - 1);
      kit.set(model, "row", inside(y - TOP));
      kit.set(model, "column", inside(x - from));
    });
    const names = [...Object.keys(POINT), ...Object.keys(NEIGHBORHOOD)];
    el.append(
      kit.controls(
        kit.select(model, { key: "op", label: "operation", options: names }),
        kit.select(model, { key: "which", label: "photograph", options: model.get("names").map((name, i) => [i, name]) }),
      ),
      kit.controls(
        kit.buttons(model, { key: "store", label: "Store", options: [["clip", "clipped"], ["wrap", "in uint8, which wraps"]] }),
        kit.checkbox(model, { key: "mixed", label: "mix the pixels, put them back" }),
      ),
      kit.controls(
        kit.slider(model, { key: "row", label: "row", max: side - 1, format: (row) => String(row + 1) }),
        kit.slider(model, { key: "column", label: "column", max: side - 1, format: (column) => String(column + 1) }),
      ),
      drawing,
      live,
    ); // prettier-ignore
    kit.onChange(model, ["which", "op", "store", "mixed"], draw);
    draw();
    kit.watch(model, ["which", "op", "store", "mixed", "row", "column"], look);
  },
};
