// A U-Net in the page. Each skip hands across what it kept of this scene, of another one, or nothing.
// A map is {c, h, w, v}: channels, height, width, and the numbers row by row.

function convolve(x, { in: cIn, out, k, w, b }, rectify) {
  const [size, pad] = [x.h * x.w, (k - 1) / 2];
  const v = new Float64Array(out * size);
  for (let o = 0; o < out; o++) {
    v.fill(b[o], o * size, (o + 1) * size);
    for (let i = 0; i < cIn; i++)
      for (let p = 0; p < k; p++)
        for (let q = 0; q < k; q++) {
          const tap = w[((o * cIn + i) * k + p) * k + q];
          const [down, right] = [p - pad, q - pad];
          const [left, end] = [Math.max(0, -right), Math.min(x.w, x.w - right)];
          for (let r = Math.max(0, -down); r < Math.min(x.h, x.h - down); r++) {
            const [to, from] = [o * size + r * x.w, i * size + (r + down) * x.w + right];
            for (let c = left; c < end; c++) v[to + c] += tap * x.v[from + c];
          }
        }
  }
  if (rectify) for (let n = 0; n < v.length; n++) if (v[n] < 0) v[n] = 0;
  return { c: out, h: x.h, w: x.w, v };
}

const double = (layers, x) => layers.reduce((h, layer) => convolve(h, layer, true), x);

function pool(x) {
  const [h, w] = [x.h / 2, x.w / 2];
  const v = new Float64Array(x.c * h * w);
  for (let n = 0; n < v.length; n++) {
    const [c, r, q] = [Math.floor(n / (h * w)), Math.floor(n / w) % h, n % w];
    const corner = c * x.h * x.w + 2 * r * x.w + 2 * q;
    v[n] = Math.max(x.v[corner], x.v[corner + 1], x.v[corner + x.w], x.v[corner + x.w + 1]);
  }
  return { c: x.c, h, w, v };
}

// Each number stamps a kernel of 2×2; the weights are (in, out, 2, 2).
function stamp(x, { in: cIn, out, w, b }) {
  const [h, wide] = [2 * x.h, 2 * x.w];
  const v = new Float64Array(out * h * wide);
  for (let o = 0; o < out; o++)
    for (let r = 0; r < h; r++)
      for (let c = 0; c < wide; c++) {
        const from = (r >> 1) * x.w + (c >> 1);
        let sum = b[o];
        for (let i = 0; i < cIn; i++) sum += x.v[i * x.h * x.w + from] * w[((i * out + o) * 2 + (r & 1)) * 2 + (c & 1)];
        v[(o * h + r) * wide + c] = sum;
      }
  return { c: out, h, w: wide, v };
}

function beside(a, b) {
  const v = new Float64Array(a.v.length + b.v.length);
  v.set(a.v);
  v.set(b.v, a.v.length);
  return { c: a.c + b.c, h: a.h, w: a.w, v };
}

function contract(net, x) {
  const kept = [];
  for (const layers of net.contract) {
    kept.push(double(layers, x));
    x = pool(kept.at(-1));
  }
  return { kept, x: double(net.bottom, x) };
}

// By how much the score of an object leads at each pixel. `across` are the maps that go over the skips, the largest
// first; none for a network without skips.
function expand(net, x, across) {
  net.up.forEach((up, step) => {
    const h = stamp(x, up);
    x = double(net.expand[step], across.length ? beside(across.at(-1 - step), h) : h);
  });
  const { v, h, w } = convolve(x, net.head, false);
  return Array.from({ length: h }, (_, r) => Array.from({ length: w }, (_, c) => v[h * w + r * w + c] - v[r * w + c]));
}

function scored(lead, truth) {
  const answer = lead.map((row) => row.map((value) => (value > 0 ? 1 : 0)));
  const pairs = truth.flatMap((row, r) => row.map((is, c) => [is, answer[r][c]]));
  const count = (a, b) => pairs.filter(([is, says]) => is === a && says === b).length;
  const [found, missed, extra] = [count(1, 1), count(1, 0), count(0, 1)];
  const all = found + missed + extra;
  return { lead, answer, missed, extra, iou: all ? found / all : 1 };
}

export function decoded({ images, masks, columns }, which) {
  const rows = kit.pixels(images[which], columns);
  const h = rows.length / 3;
  return { rows, h, x: { c: 3, h, w: columns, v: Float64Array.from(rows.flat(), (byte) => byte / 255) }, truth: kit.pixels(masks[which], columns) };
}

export const another = ({ images, scene }) => (scene + 1) % images.length;

export function compute(state) {
  const { nets, scene, skips } = state;
  const { x, truth } = decoded(state, scene);
  const own = contract(nets[0], x);
  const other = skips.includes("other") ? contract(nets[0], decoded(state, another(state)).x).kept : [];
  const nothing = (map) => ({ ...map, v: new Float64Array(map.v.length) });
  const across = own.kept.map((map, level) => ({ own: map, none: nothing(map), other: other[level] })[skips[level]]);
  const plain = contract(nets[1], x);
  return {
    switched: scored(expand(nets[0], own.x, across), truth),
    without: scored(expand(nets[1], plain.x, []), truth),
  };
}

const FROM = { own: "of this scene", none: "cut", other: "of the other scene" };

export function words(state, now = compute(state)) {
  const { switched, without } = now;
  const { h } = decoded(state, 0);
  const odd = state.skips.flatMap((from, level) => (from === "own" ? [] : [`${h / 2 ** level}×${h / 2 ** level} ${FROM[from]}`]));
  const pixels = ({ missed, extra }) => `${missed} pixels missed, ${extra} too many`;
  const which = odd.length ? `Skips: ${odd.join(", ")}.` : "All skips as trained.";
  return (
    `${which} Overlap with the true objects: IoU ${kit.fmt(switched.iou, 2)}, ${pixels(switched)}. ` +
    `Trained without skips: IoU ${kit.fmt(without.iou, 2)}, ${pixels(without)}.`
  );
}

const [WIDTH, SIDE, GAP, TOP, ROW] = [340, 108, 8, 18, 134];

export default {
  render({ model, el }) {
    const fixed = Object.fromEntries(["nets", "images", "masks", "columns"].map((key) => [key, model.get(key)]));
    const state = () => ({ ...fixed, scene: model.get("scene"), skips: model.get("skips") });
    const { h } = decoded(fixed, 0);
    const levels = model.get("skips").map((_, level) => `${h / 2 ** level}×${h / 2 ** level}`);
    const drawing = kit.canvas(WIDTH, TOP + ROW + SIDE + 4, "");
    const live = kit.live();

    const place = (i) => ({ x: (i % 3) * (SIDE + GAP), y: TOP + Math.floor(i / 3) * ROW, width: SIDE, height: SIDE });
    const text = (x, y, words, size = 12) => kit.svg("text", { x, y, "font-size": size }, words);
    const panel = (i, title, values, color) => [
      text(place(i).x, place(i).y - 5, title, 11),
      kit.picture({ values, ...place(i), color }),
      kit.svg("rect", { ...place(i), fill: "none", stroke: "var(--cnn-line)" }),
    ];
    const photograph = (i, title, which) => {
      const { rows } = decoded(fixed, which);
      const pixels = Array.from({ length: h }, (_, r) => rows[r].map((red, c) => [red, rows[h + r][c], rows[2 * h + r][c], 255]));
      return panel(i, title, pixels.map((row) => row.map((pixel) => ({ pixel }))), ({ pixel }) => pixel);
    };
    const PAINT = { right: [0, 122, 90, 255], missed: [230, 110, 20, 255], extra: [122, 61, 156, 255], ground: [236, 239, 242, 255] };
    const judged = (answer, truth) =>
      answer.map((row, r) => row.map((says, c) => (says ? (truth[r][c] ? "right" : "extra") : truth[r][c] ? "missed" : "ground")));

    // The U: a bar for each resolution on both sides, an arrow for each skip.
    const letter = (skips) => {
      const { x, y } = place(5);
      const parts = [text(x, y - 5, "skips", 11)];
      const bar = (cx, level) => {
        const tall = 22 / 1.45 ** level;
        return kit.svg("rect", { x: cx - 5, y: y + 16 + 27 * level - tall / 2, width: 10, height: tall, fill: "var(--cnn-input-fill)", stroke: "var(--cnn-input)" });
      };
      const [a, b] = [x + 14, x + SIDE - 14];
      skips.forEach((from, level) => {
        const high = y + 16 + 27 * level;
        const inset = 3 * level;
        parts.push(bar(a + inset, level), bar(b - inset, level));
        const dash = { own: "none", none: "1 6", other: "6 3" }[from];
        const color = { own: "var(--cnn-output)", none: "var(--cnn-muted)", other: "var(--cnn-extra)" }[from];
        const ends = { x1: a + inset + 8, x2: b - inset - 8, y1: high, y2: high };
        parts.push(
          kit.svg("line", { ...ends, stroke: color, "stroke-width": from === "own" ? 3 : 2, "stroke-dasharray": dash }),
          kit.svg("text", { x: (a + b) / 2, y: high - 5, "font-size": 10, "text-anchor": "middle" }, `${levels[level]} ${from === "none" ? "cut" : from}`),
        ); // prettier-ignore
      });
      const low = y + 16 + 27 * skips.length;
      parts.push(
        kit.svg("path", { d: `M${a + 3 * (skips.length - 1)} ${low - 18}Q${(a + b) / 2} ${low + 14} ${b - 3 * (skips.length - 1)} ${low - 18}`, fill: "none", stroke: "var(--cnn-input)", "stroke-width": 2 }),
      ); // prettier-ignore
      return parts;
    };

    const draw = () => {
      const now = compute(state());
      const { scene, skips } = state();
      const { truth } = decoded(fixed, scene);
      const paint = (kind) => PAINT[kind];
      const iou = ({ iou }) => `IoU ${kit.fmt(iou, 2)}`;
      drawing.replaceChildren(
        ...photograph(0, `scene ${scene}`, scene),
        ...panel(1, "true objects", judged(truth, truth), paint),
        ...photograph(2, `other scene: ${another(state())}`, another(state())),
        ...panel(3, `your skips: ${iou(now.switched)}`, judged(now.switched.answer, truth), paint),
        ...panel(4, `no skips: ${iou(now.without)}`, judged(now.without.answer, truth), paint),
        ...letter(skips),
      );
      drawing.describe(`Scene ${scene}, its true objects, another scene, and the objects that two networks find. ${words(state(), now)}`);
      live.say(words(state(), now));
    };

    const sources = [["own", "own"], ["none", "cut"], ["other", "other"]]; // prettier-ignore
    el.append(
      kit.controls(kit.select(model, { key: "scene", label: "scene", options: fixed.images.map((_, i) => [i, `number ${i}`]) })),
      kit.controls(
        ...levels.map((size, index) => kit.buttons(model, { key: "skips", index, label: `Skip at ${size}`, options: sources })),
      ),
      drawing,
      kit.legend([["output", "object, found"], ["kernel", "object, missed"], ["extra", "background, taken for an object"]]),
      live,
    );
    kit.watch(model, ["scene", "skips"], draw);
  },
};
