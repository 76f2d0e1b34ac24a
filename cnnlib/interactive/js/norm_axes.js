// Batch, layer, instance and group norm on a small batch: which numbers share a mean, and whose outputs a change reaches.

const EPS = 1e-5;

// Two numbers share a mean and a variance when their sets have the same name.
const setOf = (kind, perGroup) => (n, c) =>
  ({ batch: `${c}`, layer: `${n}`, instance: `${n} ${c}`, group: `${n} ${Math.floor(c / perGroup)}` })[kind];

// `set` holds the places [image, channel, row, column] that share a mean with the marked one, none with running
// statistics. `changed` says which outputs are not what they would be with nothing added to the last image.
export function compute({ x, mean, var: variance, kind, groups, training, images, add, position }) {
  const channels = x[0].length;
  const name = setOf(kind, channels / groups);
  const running = kind === "batch" && !training;
  const all = [];
  for (let n = 0; n < images; n++)
    for (let c = 0; c < channels; c++)
      for (let i = 0; i < 2; i++) for (let j = 0; j < 2; j++) all.push([n, c, i, j]);
  const lit = x.slice(0, images).map((image, n) =>
    image.map((channel) => channel.map((row) => row.map((value) => value + (n === images - 1 ? add : 0)))));
  const at = (batch, [n, c, i, j]) => batch[n][c][i][j];
  const sets = new Map();
  for (const place of all) sets.set(name(place[0], place[1]), [...(sets.get(name(place[0], place[1])) ?? []), place]);
  const statistics = (batch, [n, c]) => {
    if (running) return [mean[c], Math.sqrt(variance[c] + EPS)];
    const values = sets.get(name(n, c)).map((place) => at(batch, place));
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [average, Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length + EPS)];
  };
  const normalized = (batch) =>
    batch.map((image, n) => image.map((channel, c) => {
      const [average, deviation] = statistics(batch, [n, c]);
      return channel.map((row) => row.map((value) => (value - average) / deviation));
    }));
  const [y, before] = [normalized(lit), normalized(x.slice(0, images))];
  const now = all[Math.min(position, all.length - 1)];
  const [average, deviation] = statistics(lit, now);
  return {
    batch: lit, y, now, average, deviation, running,
    value: at(lit, now),
    output: at(y, now),
    set: running ? [] : sets.get(name(now[0], now[1])),
    sets: sets.size,
    changed: all.filter((place) => Math.abs(at(y, place) - at(before, place)) > 1e-9),
  };
} // prettier-ignore

const WHICH = {
  batch: "one channel of all images",
  layer: "one whole image",
  instance: "one channel of one image",
  group: "the channels of one group in one image",
};

const short = (value) => kit.fmt(value, 2);
const rough = (value) => kit.fmt(value, 1); // in the squares; the words have two digits

export function words(state) {
  const { now, value, average, deviation, output, set, sets, changed, running } = compute(state);
  const { kind, training, images, add } = state;
  const [n, c, i, j] = now;
  const norm = `${kind[0].toUpperCase()}${kind.slice(1)} norm`;
  const when = kind === "batch" ? "in training" : training ? "in training, as in use," : "in use, as in training,";
  const how = running
    ? `Batch norm in use takes the running mean ${short(average)} and deviation ${short(deviation)} of the channel; no other number counts.`
    : `${norm} ${when} has ${sets} ${sets === 1 ? "set" : "sets"} of ${set.length} numbers: ${WHICH[kind]}. Here the mean is ${short(average)}, the deviation ${short(deviation)}.`;
  const sum = `(${short(value)} − ${average < 0 ? `(${short(average)})` : short(average)}) / ${short(deviation)} = ${short(output)}.`;
  const elsewhere = changed.filter((place) => place[0] !== images - 1).length;
  const reached = changed.length === 0 ? "no output" : `${changed.length} outputs, ${elsewhere} of them in other images`;
  const light = add ? ` Adding ${short(add)} to image ${images - 1} has changed ${reached}.` : "";
  return `Image ${n}, channel ${c}, row ${i}, column ${j} holds ${short(value)}. ${how} ${sum}${light}`;
}

const [WIDTH, CELL, LEFT, HEAD] = [340, 30, 56, 34];

export default {
  render({ model, el }) {
    const names = ["x", "mean", "var", "kind", "groups", "training", "images", "add", "position"];
    const state = () => Object.fromEntries(names.map((name) => [name, model.get(name)]));
    const [most, channels] = [model.get("x").length, model.get("x")[0].length];
    const across = (WIDTH - LEFT - 2 - 2 * CELL) / Math.max(1, channels - 1);
    const block = HEAD + most * (2 * CELL + 8);
    const drawing = kit.canvas(WIDTH, 2 * block + 8, "");
    const live = kit.live();
    const text = (x, y, content, anchor = "start") => kit.svg("text", { x, y, "font-size": 11.5, "text-anchor": anchor }, content);

    const grids = [0, 1].map((which) => {
      const top = which * (block + 6);
      drawing.append(text(2, top + 14, which ? "normalized" : "the batch"));
      for (let c = 0; c < channels; c++) drawing.append(text(LEFT + c * across + CELL, top + 28, `channel ${c}`, "middle"));
      return model.get("x").map((image, n) => {
        const row = kit.svg("g", {}, text(2, top + HEAD + n * (2 * CELL + 8) + CELL + 4, `image ${n}`));
        drawing.append(row);
        row.patches = image.map((values, c) => {
          const patch = kit.grid({ values, x: LEFT + c * across, y: top + HEAD + n * (2 * CELL + 8), size: CELL, format: which ? rough : short });
          patch.cells.forEach((line, i) => line.forEach(({ cell }, j) => {
            cell.style.cursor = "pointer";
            cell.addEventListener("click", () => kit.set(model, "position", ((n * channels + c) * 2 + i) * 2 + j));
          })); // prettier-ignore
          row.append(patch);
          return patch;
        });
        return row;
      });
    });

    const divisors = [1, 2, 3, 4].filter((g) => channels % g === 0);
    el.append(
      kit.controls(
        kit.buttons(model, { key: "kind", label: "norm", options: ["batch", "layer", "instance", "group"] }),
        kit.buttons(model, { key: "groups", label: "groups", options: divisors }),
        kit.buttons(model, { key: "training", label: "mode", options: [[true, "training"], [false, "use"]] }),
        kit.slider(model, { key: "images", label: "images in the batch", min: 1, max: most }),
        kit.slider(model, { key: "add", label: "add to the last image", max: 20 }),
        kit.slider(model, { key: "position", label: "marked number", max: () => 4 * channels * model.get("images") - 1 }),
      ),
      drawing,
      kit.legend([["kernel", "shares a mean with the marked one"], ["input", "other inputs"], ["output", "outputs"], ["extra", "outputs that the addition has changed"]]),
      live,
    ); // prettier-ignore

    kit.onChange(model, "groups", () => kit.set(model, "kind", "group")); // no other norm has groups
    kit.watch(model, names, () => {
      const now = compute(state());
      const here = new Set(now.set.map(String));
      const changed = new Set(now.changed.map(String));
      const on = (n, c) => (i, j) => String(now.now) === String([n, c, i, j]);
      const kinds = [
        (n, c) => (i, j) => (here.has(String([n, c, i, j])) ? "kernel" : "input"),
        (n, c) => (i, j) => (changed.has(String([n, c, i, j])) ? "extra" : "output"),
      ];
      [now.batch, now.y].forEach((values, which) =>
        grids[which].forEach((row, n) => {
          row.style.display = n < values.length ? "" : "none";
          if (n < values.length) row.patches.forEach((patch, c) => patch.show(values[n][c], { kind: kinds[which](n, c), on: on(n, c) }));
        }),
      );
      const list = (values) => values.map((image, n) => `image ${n}: ${image.map((patch) => patch.flat().map(short).join(" ")).join(", ")}`).join("; ");
      drawing.describe(`The batch: ${list(now.batch)}. Normalized: ${list(now.y)}.`);
      live.say(words(state()));
    });
  },
};
