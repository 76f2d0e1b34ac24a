// One output of a stack of layers on a row of cells: the cells that reach it, and on how many paths.

// Odd kernels, padded so that stride 1 keeps the size. `field` is what the recurrence says (size, jump, start of output
// 0); `paths` counts, for every layer from the input up, the paths from each of its cells to the output.
export function compute({ n, layers, k, stride, dilation, position }) {
  const half = (k - 1) / 2;
  const stack = Array.from({ length: layers }, (_, l) => ({ one: 1, two: 2, doubling: 2 ** l })[dilation]);
  const sizes = [n];
  let field = { size: 1, jump: 1, start: 0 };
  for (const d of stack) {
    sizes.push(Math.floor((sizes[sizes.length - 1] - 1) / stride) + 1);
    const { size, jump, start } = field;
    field = { size: size + d * (k - 1) * jump, jump: jump * stride, start: start - d * half * jump };
  }
  const now = Math.min(position, sizes[layers] - 1);
  const paths = sizes.map((size) => new Array(size).fill(0));
  paths[layers][now] = 1;
  for (let l = layers; l > 0; l--) {
    paths[l].forEach((count, i) => {
      if (!count) return;
      for (let a = -half; a <= half; a++) {
        const cell = i * stride + a * stack[l - 1];
        if (cell >= 0 && cell < sizes[l - 1]) paths[l - 1][cell] += count;
      }
    });
  }
  const first = field.start + now * field.jump;
  const last = first + field.size - 1;
  // the smallest window around the middle of the field from which half of all paths start
  const total = paths[0].reduce((sum, count) => sum + count, 0);
  const middle = (first + last) / 2;
  const within = (reach) => paths[0].reduce((sum, count, cell) => sum + (Math.abs(cell - middle) <= reach ? count : 0), 0);
  let reach = 0;
  while (within(reach) * 2 < total) reach++;
  const read = paths[0].filter((count) => count > 0).length;
  return { sizes, dilations: stack, field, position: now, paths, first, last, total, half: 2 * reach + 1, read };
}

const count = (number, one, many = `${one}s`) => `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;

export function words(state) {
  const { field, position, first, last, total, half, read, sizes } = compute(state);
  const inside = Math.min(last, state.n - 1) - Math.max(first, 0) + 1;
  const place = field.size === 1 ? `cell ${kit.fmt(first)}` : `cells ${kit.fmt(first)} to ${kit.fmt(last)}`;
  const parts = [`Output ${position} of ${sizes[state.layers]} sees ${count(field.size, "cell")} in theory: ${place}.`];
  if (inside < field.size) parts.push(`${count(field.size - inside, "of them lies", "of them lie")} beyond the image, in the padding.`);
  if (read < inside) parts.push(`It reads only ${read} of the ${inside} in the image.`);
  const where = half === 1 ? "the cell in the middle" : `the ${half} cells in the middle`;
  parts.push(`Of ${count(total, "path")}, at least half start in ${where}.`);
  if (field.jump > 1) parts.push(`The next output sees as many, ${field.jump} cells further on.`);
  return parts.join(" ").replace("1 of them lies", "One of them lies");
}

const WIDTH = 340;
const LEFT = 44; // room for the names of the layers
const STEP = 36; // from one layer to the next

function draw(state) {
  const { n, layers, k, stride } = state;
  const { sizes, dilations, paths, first, last } = compute(state);
  const pitch = (WIDTH - LEFT - 8) / (n - 1);
  const x = (cell) => LEFT + cell * pitch;
  const y = (layer) => 14 + (layers - layer) * STEP;
  const parts = [];
  const lines = [];
  const dots = [];
  let jump = 1;
  sizes.forEach((size, l) => {
    if (l) {
      const below = jump;
      jump *= stride;
      paths[l].forEach((number, i) => {
        if (!number) return;
        for (let a = -(k - 1) / 2; a <= (k - 1) / 2; a++) {
          const cell = i * stride + a * dilations[l - 1];
          if (cell >= 0 && cell < sizes[l - 1]) lines.push(`M${x(i * jump)} ${y(l)}L${x(cell * below)} ${y(l - 1)}`);
        }
      });
    }
    for (let i = 0; i < size; i++) {
      const seen = paths[l][i] > 0;
      const color = l ? "var(--cnn-output)" : "var(--cnn-input)";
      const look = seen ? { r: l === layers ? 6 : 4, fill: color } : { r: 2.5, fill: "var(--cnn-surface)", stroke: "var(--cnn-line)" };
      dots.push(kit.svg("circle", { cx: x(i * jump), cy: y(l), ...look }));
    }
    const name = l ? `layer ${l}` : "input";
    dots.push(kit.svg("text", { x: 0, y: y(l), "font-size": 11, "dominant-baseline": "central" }, name));
  });
  parts.push(kit.svg("path", { d: lines.join(""), stroke: "var(--cnn-kernel)", "stroke-width": 0.9, opacity: 0.75, fill: "none" }), ...dots);

  // what theory frames, with an open end where it goes on beyond the image
  const base = y(0) + 12;
  const [from, to] = [Math.max(first, -0.7), Math.min(last, n - 0.3)];
  const ends = [first < -0.7 ? "" : `M${x(from) - 4} ${base}v-6`, last > n - 0.3 ? "" : `M${x(to) + 4} ${base}v-6`];
  parts.push(
    kit.svg("path", { d: `M${x(from) - 4} ${base}H${x(to) + 4}${ends.join("")}`, stroke: "var(--cnn-ink)", "stroke-width": 2, fill: "none" }),
  );
  // and how much of it counts
  const tallest = Math.max(...paths[0]);
  const room = 48;
  paths[0].forEach((number, cell) => {
    if (!number) return;
    const height = Math.max(1, (room * number) / tallest);
    const bar = { x: x(cell) - pitch * 0.4, y: base + 8, width: pitch * 0.8, height, fill: "var(--cnn-input)" };
    parts.push(kit.svg("rect", bar));
  });
  parts.push(kit.svg("text", { x: 0, y: base + 18, "font-size": 11 }, "paths"));
  return { parts, height: base + 8 + room + 6 };
}

export default {
  render({ model, el }) {
    const keys = ["n", "layers", "k", "stride", "dilation", "position"];
    const state = () => Object.fromEntries(keys.map((key) => [key, model.get(key)]));
    const drawing = kit.canvas(WIDTH, 200, "");
    const live = kit.live();
    const last = () => compute(state()).sizes[model.get("layers")] - 1;
    el.append(
      kit.controls(
        kit.slider(model, { key: "position", label: "output", min: 0, max: last }),
        kit.slider(model, { key: "layers", label: "layers", min: 1, max: 6 }),
        kit.slider(model, { key: "k", label: "taps", min: 1, max: 7, step: 2 }),
        kit.slider(model, { key: "stride", label: "stride", min: 1, max: 3 }),
        kit.buttons(model, { key: "dilation", label: "Dilation", options: [["one", "1, 1, …"], ["two", "2, 2, …"], ["doubling", "1, 2, 4, …"]] }),
      ),
      drawing,
      live,
    ); // prettier-ignore
    kit.drag(drawing, (x) => {
      const { field } = compute(state());
      const cell = (x - LEFT) / ((WIDTH - LEFT - 8) / (model.get("n") - 1));
      kit.set(model, "position", Math.min(last(), Math.max(0, Math.round(cell / field.jump))));
    });
    kit.watch(model, keys, () => {
      const { parts, height } = draw(state());
      drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${height}`);
      drawing.replaceChildren(...parts);
      drawing.describe(words(state()));
      live.say(words(state()));
    });
  },
};
