// All windows of a picture: one of them cut out and mirrored, their number, and how alike they are to the one in the middle.

const EPOCHS = 90;
const SAMPLES = 28; // pixels along a side that the likeness is computed from; a larger window is read with gaps

// Park and Miller's random numbers from 0 to 1: the same draws for every reader.
function* chance(seed) {
  for (let state = seed; ; ) yield (state = (state * 48271) % 2147483647) / 2147483647;
}

function correlation(a, b) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - ma) * (b[i] - mb);
    aa += (value - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  });
  return aa * bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

// `likeness` holds, for each place of the window, its correlation with the window in the middle, which is not mirrored.
// `draws` are the [row, column, mirrored] of the epochs so far; `different` counts them without repetitions.
export function compute({ image, margin, row, column, mirror, epoch }) {
  const side = image.length - margin;
  const line = (r, c) => image[r].slice(c, c + side);
  const crop = Array.from({ length: side }, (_, i) => (mirror ? line(row + i, column).reverse() : line(row + i, column)));
  const gap = Math.max(1, Math.floor(side / SAMPLES));
  const some = Array.from({ length: Math.ceil(side / gap) }, (_, i) => i * gap);
  const read = (r, c, turned) => some.flatMap((i) => some.map((j) => image[r + i][turned ? c + side - 1 - j : c + j]));
  const places = Array.from({ length: margin + 1 }, (_, i) => i);
  const half = Math.floor(margin / 2);
  const middle = read(half, half, false);
  const likeness = places.map((r) => places.map((c) => correlation(middle, read(r, c, mirror))));
  const random = chance(13);
  const below = (n) => Math.floor(n * random.next().value);
  const draws = Array.from({ length: epoch }, () => [below(margin + 1), below(margin + 1), below(2) === 1]);
  return {
    crop, side, likeness, draws,
    count: 2 * places.length ** 2,
    different: new Set(draws.map(String)).size,
    alike: likeness[row][column],
  }; // prettier-ignore
}

const whole = (value) => value.toLocaleString("en-US");

const [WIDTH, SIDE, TOP, MAP] = [340, 164, 20, 132];
const gray = (value) => [value, value, value, 255];
// from clear to blue: a correlation of 0 or less to 1
const blue = (value) => [40, 120, 200, Math.round(255 * Math.max(0, value))];

export default {
  render({ model, el }) {
    const keys = ["which", "margin", "row", "column", "mirror", "epoch"];
    const names = model.get("names");
    const images = model.get("bytes").map((text, i) => kit.pixels(text, model.get("sides")[i]));
    const state = () => Object.fromEntries(keys.map((key) => [key, model.get(key)]));
    const below = TOP + SIDE + 24;
    const right = WIDTH - SIDE - 2;
    const drawing = kit.canvas(WIDTH, below + MAP + 6, "");
    const live = kit.live();
    const text = (x, y, size = 12) => kit.svg("text", { x, y, "font-size": size });
    const heads = [text(2, TOP - 7), text(right, TOP - 7), text(2, below - 7)];
    const sums = [0, 1, 2].map((i) => text(MAP + 30, below + 40 + 26 * i, 15));
    const [before, after, map, dots] = [0, 1, 2, 3].map(() => kit.svg("g"));
    const ring = (color, dashes) => kit.svg("rect", { fill: "none", stroke: `var(--cnn-${color})`, "stroke-width": 2, "stroke-dasharray": dashes });
    const [window, middle, place] = [ring("kernel"), ring("input", "5 4"), ring("kernel")];
    const box = kit.svg("rect", { x: 2, y: below, width: MAP, height: MAP, fill: "var(--cnn-field)", stroke: "var(--cnn-line)" });
    drawing.append(...heads, ...sums, before, middle, window, after, box, map, dots, place);
    const put = (rect, x, y, size) => Object.entries({ x, y, width: size, height: size }).forEach(([name, value]) => rect.setAttribute(name, value));

    const draw = () => {
      const { which, margin, row, column, mirror, epoch } = state();
      const image = images[which];
      if (margin > image.length / 2 || Math.max(row, column) > margin) return; // another control moves these at once
      const now = compute({ image, margin, row, column, mirror, epoch });
      const scale = SIDE / image.length;
      before.replaceChildren(kit.picture({ values: image, x: 2, y: TOP, width: SIDE, height: SIDE, color: gray }));
      after.replaceChildren(kit.picture({ values: now.crop, x: right, y: TOP, width: SIDE, height: SIDE, color: gray }));
      map.replaceChildren(kit.picture({ values: now.likeness, x: 2, y: below, width: MAP, height: MAP, color: blue }));
      const cell = MAP / (margin + 1);
      put(window, 2 + column * scale, TOP + row * scale, now.side * scale);
      put(middle, 2 + Math.floor(margin / 2) * scale, TOP + Math.floor(margin / 2) * scale, now.side * scale);
      put(place, 2 + (column + 0.5) * cell - Math.max(6, cell) / 2, below + (row + 0.5) * cell - Math.max(6, cell) / 2, Math.max(6, cell));
      dots.replaceChildren(...now.draws.map(([r, c]) =>
        kit.svg("circle", { cx: 2 + (c + 0.5) * cell, cy: below + (r + 0.5) * cell, r: 2, fill: "var(--cnn-ink)" }))); // prettier-ignore
      heads[0].textContent = `the picture, ${image.length}×${image.length}`;
      heads[1].textContent = `a window, ${now.side}×${now.side}`;
      heads[2].textContent = "likeness of all places";
      sums[0].textContent = `${margin + 1} · ${margin + 1} = ${whole((margin + 1) ** 2)} places`;
      sums[1].textContent = "· 2 with mirror images";
      sums[2].textContent = `= ${whole(now.count)} pictures`;
      const lost = mirror && model.get("lost")[which] ? " Mirrored it has lost its label." : "";
      const drawn = epoch ? ` ${epoch} ${epoch === 1 ? "epoch has" : "epochs have"} drawn ${now.different} different ones.` : "";
      const middling = row === column && row === Math.floor(margin / 2) && !mirror;
      const alike = middling ? "It is the one in the middle." : `Its correlation with the one in the middle is ${kit.fmt(now.alike, 2)}.`;
      live.say(
        `The window at row ${row}, column ${column} of the ${names[which]}${mirror ? ", mirrored" : ""}. ${alike}${lost} ` +
          `There are ${margin + 1} · ${margin + 1} · 2 = ${whole(now.count)} variants.${drawn}`,
      );
      drawing.describe(live.textContent);
    };

    let held = null; // what the pointer went down on
    kit.drag(drawing, (x, y, phase) => {
      const [margin, side] = [model.get("margin"), model.get("sides")[model.get("which")]];
      if (phase === "start") held = x < 2 + SIDE && y < below - 12 ? "picture" : x < MAP + 12 && y >= below ? "map" : null;
      if (!held) return;
      const [left, top, size] = held === "map" ? [2, below, MAP] : [2, TOP, SIDE];
      const place = held === "map" ? (part) => Math.floor(part * (margin + 1)) : (part) => Math.round((part - 0.5) * side + margin / 2);
      const inside = (part) => Math.max(0, Math.min(margin, place(part)));
      kit.set(model, "row", inside((y - top) / size));
      kit.set(model, "column", inside((x - left) / size));
    });
    kit.onChange(model, "which", () => {
      const margin = model.get("most")[model.get("which")];
      for (const [key, value] of [["epoch", 0], ["margin", margin], ["row", margin >> 1], ["column", margin >> 1], ["mirror", false]]) kit.set(model, key, value); // prettier-ignore
    });
    kit.onChange(model, "epoch", () => {
      const { which, margin, epoch } = state();
      if (!epoch) return;
      const drawn = compute({ image: images[which], margin, row: 0, column: 0, mirror: false, epoch }).draws.at(-1);
      ["row", "column", "mirror"].forEach((key, i) => kit.set(model, key, drawn[i]));
    });
    const most = () => model.get("most")[model.get("which")];
    const margin = () => model.get("margin");
    el.append(
      kit.controls(
        names.length > 1 && kit.buttons(model, { key: "which", label: "picture", options: names.map((name, i) => [i, name]) }),
        kit.checkbox(model, { key: "mirror", label: "mirrored" }),
        kit.slider(model, { key: "margin", label: "pixels to spare", min: 1, max: most }),
        kit.slider(model, { key: "row", label: "row", max: margin }),
        kit.slider(model, { key: "column", label: "column", max: margin }),
        kit.stepper(model, { key: "epoch", label: "epoch", max: EPOCHS, delay: 300, format: (epoch) => (epoch ? `${epoch} of ${EPOCHS}` : "none yet") }),
      ),
      drawing,
      kit.legend([["kernel", "the window, and its place"], ["input", "the window in the middle; dark: alike to it"]]),
      live,
    ); // prettier-ignore
    kit.watch(model, keys, draw);
  },
};
