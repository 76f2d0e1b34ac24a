// Two boxes on squared paper. What they share, divided by what they cover together, is their IoU.
const [COLUMNS, ROWS, SIZE] = [16, 10, 21]; // squares of the sheet, and the units of a square
const NAMES = ["truth", "prediction"];

// A box is [left, top, width, height]. `shared` is the box that both cover, with width and height 0 if there is none.
export function compute({ boxes }) {
  const [a, b] = boxes;
  const shared = [0, 1].map((axis) => {
    const begin = Math.max(a[axis], b[axis]);
    return [begin, Math.max(0, Math.min(a[axis] + a[axis + 2], b[axis] + b[axis + 2]) - begin)];
  });
  const both = shared[0][1] * shared[1][1];
  const areas = boxes.map(([, , width, height]) => width * height);
  const union = areas[0] + areas[1] - both;
  const smaller = Math.min(...areas);
  return {
    shared: [shared[0][0], shared[1][0], shared[0][1], shared[1][1]],
    both, areas, union, iou: both / union, ofSmaller: both / smaller,
  }; // prettier-ignore
}

export function words(state) {
  const { shared, both, areas, union, iou } = compute(state);
  const apart = both ? `${shared[2]} × ${shared[3]} = ${both}` : "no square";
  const verdict = iou >= 0.5 ? "at least one half: a hit" : "less than one half: no hit";
  return (
    `The boxes cover ${areas[0]} and ${areas[1]} squares and share ${apart}. ` +
    `Together: ${areas[0]} + ${areas[1]} \u2212 ${both} = ${union}. IoU = ${both} / ${union} = ${kit.fmt(iou, 2)}, ${verdict}.`
  );
}

const [LEFT, TOP] = [2, 2];
const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

// The box after one of its numbers is set: it stays on the sheet.
export function placed([left, top, width, height]) {
  const [w, h] = [clamp(width, 1, COLUMNS), clamp(height, 1, ROWS)];
  return [clamp(left, 0, COLUMNS - w), clamp(top, 0, ROWS - h), w, h];
}

export default {
  render({ model, el }) {
    const names = ["boxes", "chosen"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const live = kit.live();
    const drawing = kit.canvas(2 * LEFT + COLUMNS * SIZE, 2 * TOP + ROWS * SIZE + 34, "");
    const lines = [];
    for (let i = 0; i <= COLUMNS; i++) lines.push(`M${LEFT + i * SIZE} ${TOP}v${ROWS * SIZE}`);
    for (let i = 0; i <= ROWS; i++) lines.push(`M${LEFT} ${TOP + i * SIZE}h${COLUMNS * SIZE}`);
    const sheet = kit.svg("path", { d: lines.join(""), stroke: "var(--cnn-rule)", "stroke-width": 1 });
    const place = (node, [left, top, width, height]) =>
      Object.entries({ x: LEFT + left * SIZE, y: TOP + top * SIZE, width: width * SIZE, height: height * SIZE }).forEach(
        ([name, value]) => node.setAttribute(name, value),
      );
    const colors = ["var(--cnn-input)", "var(--cnn-kernel)"];
    const fills = ["var(--cnn-input-fill)", "var(--cnn-kernel-fill)"];
    const faces = fills.map((fill) => kit.svg("rect", { fill }));
    const shared = kit.svg("rect", { fill: "var(--cnn-extra)", "fill-opacity": 0.45 });
    const frames = colors.map((stroke, i) => kit.svg("rect", { fill: "none", stroke, "stroke-width": 3, "stroke-dasharray": i ? "9 5" : null }));
    const handles = colors.map((fill) => kit.svg("circle", { r: 7, fill, stroke: "var(--cnn-surface)", "stroke-width": 1.5 }));
    const labels = NAMES.map((name, i) => kit.svg("text", { "font-size": 12, fill: colors[i], style: "font-weight:600" }, name));
    const barTop = TOP + ROWS * SIZE + 14;
    const bar = kit.svg("rect", { x: LEFT + 40, y: barTop, height: 12, fill: "var(--cnn-extra)" });
    const long = COLUMNS * SIZE - 40;
    drawing.append(
      sheet, ...faces, shared, sheet.cloneNode(), ...frames, ...handles, ...labels,
      kit.svg("text", { x: LEFT, y: barTop + 10.5, "font-size": 12 }, "IoU"),
      bar,
      kit.svg("rect", { x: LEFT + 40, y: barTop, width: long, height: 12, fill: "none", stroke: "var(--cnn-line)" }),
      kit.svg("path", { d: `M${LEFT + 40 + long / 2} ${barTop - 4}v20`, stroke: "var(--cnn-ink)", "stroke-width": 1.5 }),
    ); // prettier-ignore

    // The sliders speak of the chosen box.
    const one = {
      get: () => model.get("boxes")[model.get("chosen")],
      set: (_, box) => model.set("boxes", model.get("boxes").map((old, i) => (i === model.get("chosen") ? placed(box) : old))),
      save_changes: () => model.save_changes(),
      on: (...listener) => model.on(...listener),
    }; // prettier-ignore

    let grip = null; // what the pointer holds: the corner of a box, or the box and where on it
    kit.drag(drawing, (px, py, phase) => {
      const [x, y] = [(px - LEFT) / SIZE, (py - TOP) / SIZE];
      if (phase === "end") return void (grip = null);
      if (phase === "start") {
        const boxes = model.get("boxes");
        const chosen = model.get("chosen");
        const order = [chosen, 1 - chosen];
        const corner = order.find((i) => Math.hypot(x - boxes[i][0] - boxes[i][2], y - boxes[i][1] - boxes[i][3]) < 0.8);
        const inside = order.find((i) => x >= boxes[i][0] && x <= boxes[i][0] + boxes[i][2] && y >= boxes[i][1] && y <= boxes[i][1] + boxes[i][3]);
        const taken = corner ?? inside;
        if (taken === undefined) return;
        kit.set(model, "chosen", taken);
        grip = corner === undefined ? { move: [x - boxes[taken][0], y - boxes[taken][1]] } : { size: true };
      }
      if (!grip) return;
      const [left, top, width, height] = one.get();
      const box = grip.size
        ? [left, top, clamp(Math.round(x - left), 1, COLUMNS - left), clamp(Math.round(y - top), 1, ROWS - top)]
        : [Math.round(x - grip.move[0]), Math.round(y - grip.move[1]), width, height];
      kit.set(one, "box", placed(box));
    });

    el.append(
      kit.controls(kit.buttons(model, { key: "chosen", label: "Move", options: NAMES.map((name, i) => [i, name]) })),
      kit.controls(
        kit.slider(one, { key: "box", index: 0, label: "left", max: () => COLUMNS - one.get()[2] }),
        kit.slider(one, { key: "box", index: 1, label: "top", max: () => ROWS - one.get()[3] }),
        kit.slider(one, { key: "box", index: 2, label: "width", min: 1, max: () => COLUMNS - one.get()[0] }),
        kit.slider(one, { key: "box", index: 3, label: "height", min: 1, max: () => ROWS - one.get()[1] }),
      ),
      drawing,
      live,
      kit.legend([["input", "truth"], ["kernel", "prediction (dashed)"], ["extra", "shared by both"]]),
    ); // prettier-ignore
    kit.watch(model, names, () => {
      const now = compute(state());
      const { boxes, chosen } = state();
      boxes.forEach((box, i) => {
        place(faces[i], box);
        place(frames[i], box);
        const [left, top, width, height] = box;
        handles[i].setAttribute("cx", LEFT + (left + width) * SIZE);
        handles[i].setAttribute("cy", TOP + (top + height) * SIZE);
        frames[i].setAttribute("stroke-width", i === chosen ? 4 : 2.5);
        // the names stand in opposite corners, so that two equal boxes do not hide one
        labels[i].setAttribute("x", LEFT + left * SIZE + 5);
        labels[i].setAttribute("y", TOP + (i ? (top + height) * SIZE - 6 : top * SIZE + 15));
      });
      place(shared, now.shared);
      bar.setAttribute("width", Math.max(0.5, long * now.iou));
      const text = words(state());
      live.say(text);
      drawing.describe(`Two boxes on squared paper. ${text}`);
    });
  },
};
