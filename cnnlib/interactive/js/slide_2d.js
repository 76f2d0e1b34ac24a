// A kernel on a small image. The convolution turns the kernel by half a turn, and the figure shows it turning.
export function compute({ image, kernel, flip, position }) {
  const [h, w, kh, kw] = [image.length, image[0].length, kernel.length, kernel[0].length];
  const columns = w - kw + 1;
  const taps = flip ? kernel.map((row) => [...row].reverse()).reverse() : kernel;
  const products = (i, j) => taps.map((row, a) => row.map((tap, b) => tap * image[i + a][j + b]));
  const sum = (values) => values.flat().reduce((total, value) => total + value, 0);
  const y = Array.from({ length: h - kh + 1 }, (_, i) => Array.from({ length: columns }, (_, j) => sum(products(i, j))));
  const [top, left] = [Math.floor(position / columns), position % columns];
  return { taps, top, left, products: products(top, left), y };
}

export default {
  render({ model, el }) {
    const [image, kernel] = [model.get("image"), model.get("kernel")];
    const [h, w, kh, kw] = [image.length, image[0].length, kernel.length, kernel[0].length];
    const [outRows, outColumns] = [h - kh + 1, w - kw + 1];
    const size = Math.min(40, Math.floor((340 - 56) / (w + kw + outColumns)));
    const gap = (340 - size * (w + kw + outColumns)) / 2;
    const top = 22;
    const [kernelLeft, outLeft] = [w * size + gap, (w + kw) * size + 2 * gap - 2];
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const glide = calm ? "" : "transform 0.6s ease";

    const words = kit.live();
    const drawing = kit.canvas(340, top + Math.max(h, kh, outRows) * size + 6, "");
    const name = (x, text) => kit.svg("text", { x, y: top - 8, "font-size": 12 }, text);
    const centered = { "font-size": 18, "text-anchor": "middle", "dominant-baseline": "central" };
    const sign = (x, text) => kit.svg("text", { ...centered, x, y: top + (kh * size) / 2 }, text);

    const pixels = kit.grid({ values: image, x: 2, y: top, size });
    const corners = image.map((row, r) =>
      row.map((_, c) => {
        const bold = { "font-size": 11, "font-weight": 700, "text-anchor": "end" };
        const text = kit.svg("text", { ...bold, x: 2 + (c + 1) * size - 4, y: top + r * size + 11 });
        text.style.fill = "var(--cnn-kernel)";
        return text;
      }),
    );
    const taps = kit.grid({ values: kernel, size, kind: "kernel" });
    const turned = kit.svg("g", {}, taps);
    turned.style.transformOrigin = `${(kw * size) / 2}px ${(kh * size) / 2}px`;
    turned.style.transition = glide;
    const upright = taps.cells.flat().map(({ text }) => text);
    upright.forEach((text) => {
      text.style.transformBox = "fill-box";
      text.style.transformOrigin = "center";
      text.style.transition = glide;
    });
    const empty = Array.from({ length: outRows }, () => Array(outColumns).fill(null));
    const outputs = kit.grid({ values: empty, x: outLeft, y: top, size, kind: "output" });
    drawing.append(
      name(2, "image"), pixels, ...corners.flat(),
      name(kernelLeft, "kernel"), kit.svg("g", { transform: `translate(${kernelLeft} ${top})` }, turned),
      name(outLeft, "outputs"), outputs,
      sign((w * size + kernelLeft) / 2, "×"),
      sign((kernelLeft + kw * size + outLeft) / 2, "="),
    ); // prettier-ignore

    const draw = () => {
      const [flip, position] = [model.get("flip"), model.get("position")];
      const now = compute({ image, kernel, flip, position });
      const inside = (r, c) => r >= now.top && r < now.top + kh && c >= now.left && c < now.left + kw;
      pixels.show(image, { kind: (r, c) => (inside(r, c) ? "input" : "plain"), on: inside, dim: (r, c) => !inside(r, c) });
      corners.forEach((row, r) =>
        row.forEach((text, c) => {
          text.textContent = inside(r, c) ? `\u00d7${kit.fmt(now.taps[r - now.top][c - now.left])}` : "";
        }),
      );
      turned.style.transform = flip ? "rotate(180deg)" : "rotate(0deg)";
      upright.forEach((text) => (text.style.transform = flip ? "rotate(-180deg)" : "rotate(0deg)"));
      const order = (r, c) => r * outColumns + c;
      outputs.show(
        now.y.map((row, r) => row.map((value, c) => (order(r, c) <= position ? value : null))),
        { on: (r, c) => order(r, c) === position, dim: (r, c) => order(r, c) > position },
      );
      const terms = now.taps.flatMap((row, a) =>
        row.map((tap, b) => `${kit.fmt(tap)} \u00d7 ${kit.fmt(image[now.top + a][now.left + b])}`),
      );
      const operation = flip ? "Convolution, kernel turned" : "Correlation, kernel as given";
      const result = kit.fmt(now.y[now.top][now.left]);
      words.say(`${operation}, row ${now.top}, column ${now.left}: ${terms.join(" + ")} = ${result}.`);
      drawing.describe(words.textContent);
    };

    kit.drag(drawing, (x, y) => {
      const j = Math.round((x - 2) / size - kw / 2);
      const i = Math.round((y - top) / size - kh / 2);
      if (x > w * size + gap / 2) return; // only the image moves the window
      const [row, column] = [Math.max(0, Math.min(outRows - 1, i)), Math.max(0, Math.min(outColumns - 1, j))];
      kit.set(model, "position", row * outColumns + column);
    });
    el.append(
      kit.controls(
        kit.stepper(model, { key: "position", label: "Window", max: outRows * outColumns - 1 }),
        kit.buttons(model, { key: "flip", label: "Operation", options: [[false, "correlation"], [true, "convolution"]] }),
      ),
      drawing,
      words,
    ); // prettier-ignore
    kit.watch(model, ["flip", "position"], draw);
  },
};
