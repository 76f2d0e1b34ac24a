// A small network, layer by layer: 40 samples, three maps of 15 channels, ten classes. Everything is computed here.
const LAYERS = ["conv1", "conv2", "conv3"];
const FIELDS = [[3, 2], [7, 4], [15, 8]]; // samples that a unit of each layer reads, and the step to the next unit
const PLACES = [19, 9, 4]; // units of a channel, in each layer

// Kernels of three taps, stride two, no padding, then the ReLU: h is (channels, length).
function convolve(weight, bias, h) {
  const length = Math.floor((h[0].length - 3) / 2) + 1;
  return weight.map((kernels, o) =>
    Array.from({ length }, (_, i) => {
      const sum = kernels.reduce((s, taps, c) => s + taps.reduce((t, tap, a) => t + tap * h[c][2 * i + a], 0), bias[o]);
      return Math.max(sum, 0);
    }),
  );
}

export function compute({ net, signals, signal, shift }) {
  const x = signals[signal].map((_, i, all) => all[(i - shift + 2 * all.length) % all.length]);
  const maps = [];
  let h = [x];
  for (const name of LAYERS) maps.push((h = convolve(net[`${name}.weight`], net[`${name}.bias`], h)));
  const flat = h.flat();
  const dot = (row) => row.reduce((sum, weight, i) => sum + weight * flat[i], 0);
  const scores = net["output.weight"].map((row, k) => dot(row) + net["output.bias"][k]);
  const top = Math.max(...scores);
  const raised = scores.map((score) => Math.exp(score - top));
  const total = raised.reduce((a, b) => a + b, 0);
  return { x, maps, scores, p: raised.map((value) => value / total), says: scores.indexOf(top) };
}

// The first and the last sample that a unit reads.
export function reads({ layer, position }) {
  const [field, step] = FIELDS[layer];
  return { first: step * position, last: step * position + field - 1 };
}

export function words(state) {
  const { maps, p, says } = compute(state);
  const { signal, labels, shift, layer, channel, position } = state;
  const { first, last } = reads(state);
  const moved = shift ? `, moved ${shift > 0 ? "right" : "left"} by ${Math.abs(shift)}` : "";
  const right = says === labels[signal] ? "right" : "wrong";
  const value = maps[layer][channel][position];
  const unit = `The marked unit of layer ${layer + 1}, channel ${channel}, place ${position}, reads samples ${first} to ${last}`;
  return (
    `A signal of class ${labels[signal]}${moved}. The network says ${says}, ${right}, with ${Math.round(100 * p[says])}%. ` +
    `${unit} and says ${kit.fmt(value, 2)}${value ? "" : ": the ReLU is off"}.`
  );
}

const [WIDTH, LEFT, STEP, ROW] = [340, 10, 8, 4]; // STEP: pixels a sample; ROW: height of a channel
const TOP = [92, 176, 260]; // of the three maps
const at = (i) => LEFT + i * STEP;

export default {
  render({ model, el }) {
    const names = ["signal", "shift", "layer", "channel", "position"];
    const fixed = Object.fromEntries(["net", "signals", "labels"].map((name) => [name, model.get(name)]));
    const state = () => ({ ...fixed, ...Object.fromEntries(names.map((name) => [name, model.get(name)])) });
    const places = () => PLACES[model.get("layer")];
    const live = kit.live();
    const drawing = kit.canvas(WIDTH, 420, "");
    const title = (y, text) => kit.svg("text", { x: LEFT, y, "font-size": 12 }, text);
    const seen = kit.svg("rect", { y: 16, height: 56, fill: "var(--cnn-kernel-fill)", stroke: "var(--cnn-kernel)" });
    const curve = kit.svg("path", { fill: "none", stroke: "var(--cnn-input)", "stroke-width": 1.8 });
    const frame = kit.svg("rect", { fill: "none", stroke: "var(--cnn-kernel)", "stroke-width": 2 });
    const cells = LAYERS.map((_, layer) => {
      const [field, step] = FIELDS[layer];
      const left = (field - 1) / 2 - step / 2 + 0.5; // a column stands below the middle of what its units read
      const box = (c, i) => ({ x: at(left + step * i), y: TOP[layer] + ROW * c, width: step * STEP, height: ROW });
      return { box, nodes: Array.from({ length: 15 }, (_, c) => Array.from({ length: PLACES[layer] }, (_, i) =>
        kit.svg("rect", { ...box(c, i), fill: "var(--cnn-output)" }))) }; // prettier-ignore
    });
    const bars = Array.from({ length: 10 }, () => kit.svg("rect", { width: 22, fill: "var(--cnn-output)" }));
    const digits = bars.map((_, k) =>
      kit.svg("text", { x: LEFT + 32 * k + 11, y: 414, "font-size": 12, "text-anchor": "middle" }, String(k)),
    );
    const outline = cells.map(({ box, nodes }) => {
      const [a, b] = [box(0, 0), box(14, nodes[0].length - 1)];
      return kit.svg("rect", { x: a.x, y: a.y, width: b.x + b.width - a.x, height: 15 * ROW, fill: "none", stroke: "var(--cnn-line)" });
    });
    drawing.append(
      title(11, "the signal, and the samples that the marked unit reads"), seen, curve,
      ...LAYERS.map((_, layer) => title(TOP[layer] - 5, `layer ${layer + 1}: 15 channels, one below the other`)),
      ...cells.flatMap(({ nodes }) => nodes.flat()), ...outline, frame,
      title(338, "how sure the network is of each class"), ...bars, ...digits,
    ); // prettier-ignore

    const draw = () => {
      const now = compute(state());
      const { layer, channel, position } = state();
      const { first, last } = reads(state());
      const [low, high] = [Math.min(...now.x), Math.max(...now.x)];
      const height = (value) => 70 - (52 * (value - low)) / (high - low || 1);
      curve.setAttribute("d", now.x.map((value, i) => `${i ? "L" : "M"}${at(i + 0.5)},${height(value).toFixed(2)}`).join(""));
      seen.setAttribute("x", at(first));
      seen.setAttribute("width", STEP * (last - first + 1));
      cells.forEach(({ nodes }, l) => {
        const most = Math.max(...now.maps[l].flat()) || 1;
        nodes.forEach((row, c) => row.forEach((cell, i) => cell.setAttribute("fill-opacity", (now.maps[l][c][i] / most).toFixed(3))));
      });
      Object.entries(cells[layer].box(channel, position)).forEach(([name, value]) => frame.setAttribute(name, value));
      bars.forEach((bar, k) => {
        const tall = Math.max(1, 54 * now.p[k]);
        Object.entries({ x: LEFT + 32 * k, y: 400 - tall, height: tall }).forEach(([name, value]) => bar.setAttribute(name, value));
        bar.setAttribute("fill", k === fixed.labels[model.get("signal")] ? "var(--cnn-kernel)" : "var(--cnn-output)");
      });
      live.say(words(state()));
      drawing.describe(`A curve, three maps and ten bars. ${words(state())}`);
    };
    kit.drag(drawing, (px, py) => {
      const layer = TOP.findIndex((top) => py >= top && py < top + 15 * ROW);
      if (layer < 0) return;
      const { box, nodes } = cells[layer];
      const position = Math.max(0, Math.min(nodes[0].length - 1, Math.floor((px - box(0, 0).x) / box(0, 0).width)));
      kit.set(model, "layer", layer);
      kit.set(model, "channel", Math.floor((py - TOP[layer]) / ROW));
      kit.set(model, "position", position);
    });
    const choices = fixed.labels.map((label, i) => [i, `number ${i}, a ${label}`]);
    el.append(
      kit.controls(
        kit.select(model, { key: "signal", label: "signal", options: choices }),
        kit.slider(model, { key: "shift", label: "move right", min: -12, max: 12 }),
      ),
      kit.controls(
        kit.buttons(model, { key: "layer", label: "Marked unit", options: LAYERS.map((_, l) => [l, `layer ${l + 1}`]) }),
        kit.slider(model, { key: "channel", label: "channel", min: 0, max: 14 }),
        kit.slider(model, { key: "position", label: "place", min: 0, max: () => places() - 1 }),
      ), // prettier-ignore
      drawing,
      live,
      kit.legend([["kernel", "the true class, and what the marked unit reads"], ["output", "what a unit says: the larger, the stronger"]]),
    );
    kit.watch(model, names, draw);
  },
};
