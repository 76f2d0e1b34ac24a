// Where a VGG has its numbers: parameters and outputs, layer by layer, and the memory that they take.
const PLANS = { 11: [1, 1, 2, 2, 2], 13: [2, 2, 2, 2, 2], 16: [2, 2, 3, 3, 3], 19: [2, 2, 4, 4, 4] };
const CHANNELS = [64, 128, 256, 512, 512];
const COPIES = { use: 1, descent: 2, momentum: 3, adam: 4 }; // of each parameter: itself, gradient, what the optimizer keeps

// One line: [name, shape, parameters, outputs of one picture].
function ledger(depth, pixels) {
  const lines = [["picture", `3 × ${pixels} × ${pixels}`, 0, 3 * pixels * pixels]];
  let [cin, side] = [3, pixels];
  PLANS[depth].forEach((count, block) => {
    const cout = CHANNELS[block];
    for (let place = 1; place <= count; place++) {
      lines.push([`conv ${block + 1}.${place}`, `${cout} × ${side} × ${side}`, cout * (9 * cin + 1), cout * side * side]);
      cin = cout;
    }
    side /= 2;
    lines.push([`pool ${block + 1}`, `${cout} × ${side} × ${side}`, 0, cout * side * side]);
  });
  if (side !== 7) lines.push(["pool to 7×7", `${cin} × 7 × 7`, 0, cin * 49]);
  [[cin * 49, 4096], [4096, 4096], [4096, 1000]].forEach(([inputs, outputs], i) => {
    lines.push([`linear ${i + 1}`, String(outputs), outputs * (inputs + 1), outputs]);
  }); // prettier-ignore
  return lines;
}

// Bytes of the parameters, of what the training keeps beside them, and of the outputs. In use only the output of a
// layer and that of the next are there at the same time; in training all of them are kept.
export function compute({ depth, doublings, side, bits, purpose }) {
  const lines = ledger(depth, side);
  const sum = (i) => lines.reduce((total, line) => total + line[i], 0);
  const [parameters, outputs] = [sum(2), sum(3)];
  const pairs = lines.slice(1).map((line, i) => line[3] + lines[i][3]);
  const kept = purpose === "use" ? Math.max(...pairs) : outputs;
  const [batch, bytes] = [2 ** doublings, bits / 8];
  const memory = {
    parameters: bytes * parameters,
    extra: bytes * parameters * (COPIES[purpose] - 1),
    outputs: bytes * batch * kept,
  };
  const fixed = memory.parameters + memory.extra;
  return { lines, batch, parameters, outputs, kept, memory, even: Math.ceil(fixed / (bytes * kept)) };
}

const whole = (x) => x.toLocaleString("en-US");
const size = (bytes) => (bytes >= 2 ** 30 ? `${kit.fmt(bytes / 2 ** 30, 2)} GiB` : `${kit.fmt(bytes / 2 ** 20, 1)} MiB`);
const share = (part, all) => {
  const percent = (100 * part) / all;
  return part && percent < 0.01 ? "less than 0.01%" : `${kit.fmt(percent, percent < 1 ? 2 : 0)}%`;
};
const PURPOSES = [["use", "use"], ["descent", "plain descent"], ["momentum", "momentum"], ["adam", "Adam"]]; // prettier-ignore

export function words(state) {
  const { lines, batch, parameters, outputs, memory, even } = compute(state);
  const [name, shape, held, made] = lines[Math.min(state.line, lines.length - 1)];
  const fixed = memory.parameters + memory.extra;
  const more = memory.outputs > fixed ? "The outputs take more" : "The parameters and what belongs to them take more";
  const kept = state.purpose === "use" ? "outputs of two neighboring layers" : "all outputs";
  return (
    `VGG-${state.depth}, ${batch === 1 ? "one picture" : `${batch} pictures`} at a time: ${size(fixed)} for ${whole(parameters)} parameters, ` +
    `${size(memory.outputs)} for ${kept}. ${more}; the outputs do from ${even === 1 ? "one picture" : `${whole(even)} pictures`} on. ` +
    `Marked: ${name}, ${shape}: ${whole(held)} parameters, ${share(held, parameters)} of all; ` +
    `${whole(made)} outputs for a picture, ${share(made, outputs)} of all.`
  );
}

const [WIDTH, TOP, ROW, LEFT] = [340, 30, 13, 74]; // LEFT: room for the names
const HALF = 128; // of each column

export default {
  render({ model, el }) {
    const names = ["depth", "doublings", "side", "bits", "purpose", "line"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const drawing = kit.canvas(WIDTH, 100, "");
    const live = kit.live();
    const text = (x, y, content, attrs) => kit.svg("text", { x, y, "font-size": 12, ...attrs }, content);

    const draw = () => {
      const now = state();
      const { lines, memory } = compute(now);
      const line = Math.min(now.line, lines.length - 1);
      const most = [2, 3].map((i) => Math.max(...lines.map((entry) => entry[i])));
      const foot = TOP + lines.length * ROW + 16;
      const parts = [
        text(LEFT, 12, "parameters"),
        text(LEFT + HALF + 10, 12, "outputs of a picture"),
        kit.svg("rect", { x: 0, y: TOP - 8 + line * ROW, width: WIDTH, height: ROW, fill: "var(--cnn-pad-fill)", stroke: "var(--cnn-ink)", "stroke-width": 0.8 }),
      ];
      lines.forEach(([name, , held, made], i) => {
        const y = TOP + i * ROW;
        parts.push(text(LEFT - 6, y + 2.5, name, { "font-size": 10.5, "text-anchor": "end", "font-weight": i === line ? 700 : 400 }));
        [held, made].forEach((value, column) => {
          const width = (HALF * value) / most[column];
          const fill = column ? "var(--cnn-output)" : "var(--cnn-kernel)";
          if (value) parts.push(kit.svg("rect", { x: LEFT + column * (HALF + 10), y: y - 5, width: Math.max(0.7, width), height: 8, fill }));
        });
      });
      // one bar for all that is in the memory
      const total = memory.parameters + memory.extra + memory.outputs;
      let x = 2;
      parts.push(text(2, foot + 2, `memory: ${size(total)}`, { "font-weight": 700 }));
      const bar = [["kernel", memory.parameters], ["extra", memory.extra], ["output", memory.outputs]]; // prettier-ignore
      for (const [kind, bytes] of bar) {
        const width = ((WIDTH - 4) * bytes) / total;
        const look = { fill: `var(--cnn-${kind}-fill)`, stroke: `var(--cnn-${kind})`, "stroke-width": 1.4 };
        if (bytes) parts.push(kit.svg("rect", { x, y: foot + 9, width, height: 22, ...look }));
        if (width > 74) parts.push(text(x + width / 2, foot + 24, size(bytes), { "text-anchor": "middle" }));
        x += width;
      }
      drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${foot + 36}`);
      drawing.replaceChildren(...parts);
      drawing.describe(`A line for each layer, with a bar for its parameters and one for its outputs, and a bar for the memory. ${words(now)}`);
      live.say(words(now));
    };
    const last = () => compute(state()).lines.length - 1;
    kit.drag(drawing, (_, y) => {
      const line = Math.floor((y - TOP + 8) / ROW);
      if (line >= 0 && line <= last()) kit.set(model, "line", line);
    });
    el.append(
      kit.controls(
        kit.buttons(model, { key: "depth", label: "VGG", options: Object.keys(PLANS).map((depth) => [Number(depth), depth]) }),
        kit.buttons(model, { key: "bits", label: "bits of a number", options: [32, 16] }),
        kit.buttons(model, { key: "purpose", label: "needed for", options: PURPOSES }),
      ),
      kit.controls(
        kit.slider(model, { key: "doublings", label: "batch", min: 0, max: 8, format: (n) => String(2 ** n) }),
        kit.slider(model, { key: "side", label: "picture", min: 32, max: 448, step: 32, format: (n) => `${n}×${n}` }),
        kit.slider(model, { key: "line", label: "marked line", min: 0, max: last, format: (i) => compute(state()).lines[i][0] }),
      ),
      drawing,
      kit.legend([["kernel", "parameters"], ["extra", "their gradients, and what the optimizer keeps"], ["output", "outputs"]]),
      live,
    );
    kit.watch(model, names, draw);
  },
};
