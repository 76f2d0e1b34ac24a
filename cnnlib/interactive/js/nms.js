// Boxes that a detector proposes, and what is left of them when weak ones and duplicates go. Rows of `found` are x1, y1,
// x2, y2, score, class; they come by falling score.

export function iouOf(a, b) {
  const side = (axis) => Math.max(0, Math.min(a[axis + 2], b[axis + 2]) - Math.max(a[axis], b[axis]));
  const area = (box) => (box[2] - box[0]) * (box[3] - box[1]);
  const both = side(0) * side(1);
  const union = area(a) + area(b) - both;
  return union > 0 ? both / union : 0;
}

// `kept` and `dropped` hold numbers of rows; `by` says of each dropped one which kept one has dropped it, and `ious` by
// which IoU. A kept box is a hit if the object of its class that it overlaps most has an IoU of at least 1/2 with it, and
// no surer box has got that object.
export function compute({ found, truth, labels, scene, score, overlap, apart }) {
  const rows = found[scene];
  const strong = rows.map((_, i) => i).filter((i) => rows[i][4] >= score);
  const [kept, dropped, by, ious] = [[], [], [], []];
  for (const i of strong) {
    const rivals = kept.filter((k) => !apart || rows[k][5] === rows[i][5]);
    const better = rivals.find((k) => iouOf(rows[k], rows[i]) > overlap);
    if (better === undefined) kept.push(i);
    else {
      dropped.push(i);
      by.push(better);
      ious.push(iouOf(rows[better], rows[i]));
    }
  }
  const taken = new Set();
  const hits = kept.filter((i) => {
    const own = truth[scene].map((box, t) => (labels[scene][t] === rows[i][5] ? iouOf(box, rows[i]) : -1));
    const nearest = own.indexOf(Math.max(...own));
    if (nearest < 0 || own[nearest] < 0.5 || taken.has(nearest)) return false;
    taken.add(nearest);
    return true;
  });
  return { strong, kept, dropped, by, ious, hits, objects: truth[scene].length };
}

const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;

export function words(state) {
  const { strong, kept, dropped, by, ious, hits, objects } = compute(state);
  const { found, classes, scene, pick, overlap, apart } = state;
  const name = (row) => `${classes[row[5]]}, score ${kit.fmt(row[4], 2)}`;
  const all =
    `${count(strong.length, "box", "boxes")} with a score of at least ${kit.fmt(state.score, 2)}; ${dropped.length} dropped ` +
    `for an IoU above ${kit.fmt(overlap, 2)} with a surer box${apart ? " of their class" : ""}, ${kept.length} left. Hits: ${hits.length} of ${count(objects, "shape")}; mistakes: ${kept.length - hits.length}.`;
  if (!kept.length) return all;
  const now = Math.min(pick, kept.length - 1);
  const mine = kept[now];
  const gone = ious.filter((_, i) => by[i] === mine).sort((a, b) => a - b);
  const range = gone.length > 1 ? `IoU ${kit.fmt(gone[0], 2)} to ${kit.fmt(gone[gone.length - 1], 2)}` : `IoU ${kit.fmt(gone[0], 2)}`;
  const dropping = gone.length ? `has dropped ${gone.length} (${range})` : "has dropped none";
  return `${all} The marked box, number ${now + 1}: ${name(found[scene][mine])}, ${hits.includes(mine) ? "a hit" : "a mistake"}, ${dropping}.`;
}

const SIDE = 340;

export default {
  render({ model, el }) {
    const names = ["scene", "score", "overlap", "apart", "answers", "pick"];
    const fixed = Object.fromEntries(
      ["images", "width", "height", "found", "truth", "labels", "classes"].map((name) => [name, model.get(name)]),
    );
    const state = () => ({ ...fixed, ...Object.fromEntries(names.map((name) => [name, model.get(name)])) });
    const unit = SIDE / fixed.width;
    const drawing = kit.canvas(SIDE, fixed.height * unit, "");
    const live = kit.live();
    const pictures = fixed.images.map((text) => {
      const rows = kit.pixels(text, 3 * fixed.width);
      const values = rows.map((row) => Array.from({ length: fixed.width }, (_, x) => row.slice(3 * x, 3 * x + 3)));
      const color = ([red, green, blue]) => [red, green, blue, 255];
      return kit.picture({ values, width: SIDE, height: fixed.height * unit, color });
    });
    const most = () => Math.max(0, compute(state()).kept.length - 1);

    // Two lines, dark below light, are seen on any ground.
    const frame = (row, { color, width, dash = null }) => {
      const [x1, y1, x2, y2] = row.map((value) => value * unit);
      const at = { x: x1, y: y1, width: x2 - x1, height: y2 - y1, fill: "none", "stroke-dasharray": dash };
      return [
        kit.svg("rect", { ...at, stroke: "#000", "stroke-width": width + 2, "stroke-opacity": 0.75 }),
        kit.svg("rect", { ...at, stroke: color, "stroke-width": width }),
      ];
    };
    const label = (row, text) => {
      const [x, y] = [Math.max(1, row[0] * unit), Math.max(14, row[1] * unit)];
      return [
        kit.svg("rect", { x, y: y - 14, width: 6.2 * text.length + 6, height: 14, fill: "#000", "fill-opacity": 0.8 }),
        kit.svg("text", { x: x + 3, y: y - 3.5, "font-size": 11.5, style: "fill:#fff" }, text),
      ];
    };

    kit.drag(drawing, (px, py) => {
      const now = compute(state());
      const rows = fixed.found[model.get("scene")];
      const [x, y] = [px / unit, py / unit];
      const under = now.kept.map((i, place) => [place, rows[i]]).filter(([, [x1, y1, x2, y2]]) => x >= x1 && x <= x2 && y >= y1 && y <= y2);
      const away = ([, [x1, y1, x2, y2]]) => Math.hypot(x - (x1 + x2) / 2, y - (y1 + y2) / 2);
      under.sort((a, b) => away(a) - away(b));
      if (under.length) kit.set(model, "pick", under[0][0]);
    });
    el.append(
      kit.controls(
        kit.slider(model, { key: "scene", label: "scene", max: fixed.images.length - 1, format: (i) => String(i + 1) }),
        kit.slider(model, { key: "pick", label: "marked box", max: most, format: (i) => String(i + 1) }),
        kit.slider(model, { key: "score", label: "smallest score", min: 0.05, max: 0.6, step: 0.05, format: (v) => kit.fmt(v, 2) }),
        kit.slider(model, { key: "overlap", label: "largest IoU", min: 0, max: 1, step: 0.05, format: (v) => kit.fmt(v, 2) }),
      ),
      kit.controls(
        kit.checkbox(model, { key: "apart", label: "each class on its own" }),
        kit.checkbox(model, { key: "answers", label: "show the true boxes" }),
      ),
      drawing,
      live,
      kit.legend([["kernel", "the marked box, and what it has dropped (dashed)"], ["input", "true boxes (dotted)"]]),
    ); // prettier-ignore
    kit.watch(model, names, () => {
      const now = state();
      const { kept, dropped, by } = compute(now);
      const rows = fixed.found[now.scene];
      const mine = kept[Math.min(now.pick, kept.length - 1)];
      const layers = dropped.map((i, k) =>
        frame(rows[i], { color: by[k] === mine ? "#ffab6b" : "#ffffff", width: 1, dash: "4 3" }),
      );
      kept.filter((i) => i !== mine).forEach((i) => layers.push(frame(rows[i], { color: "#ffffff", width: 2 })));
      if (mine !== undefined) layers.push(frame(rows[mine], { color: "#ffab6b", width: 3 }));
      if (now.answers) fixed.truth[now.scene].forEach((box) => layers.push(frame(box, { color: "#79b8f8", width: 2, dash: "2 3" })));
      const full = (i) => (kept.length <= 6 || i === mine ? ` ${fixed.classes[rows[i][5]]} ${kit.fmt(rows[i][4], 2)}` : "");
      kept.map((i, place) => label(rows[i], `${place + 1}${full(i)}`)).reverse().forEach((one) => layers.push(one)); // the surest on top
      drawing.replaceChildren(pictures[now.scene], ...layers.flat());
      const text = words(now);
      live.say(text);
      drawing.describe(`A scene with boxes. ${text}`);
    });
  },
};
