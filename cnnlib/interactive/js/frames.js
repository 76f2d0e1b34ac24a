// Pictures that Python drew beforehand; each slider walks along one axis of the grid of pictures.
export function compute({ values, index }) {
  return index.reduce((frame, at, axis) => frame * values[axis].length + at, 0);
}

export default {
  render({ model, el }) {
    const names = model.get("names");
    const values = model.get("values");
    const picture = kit.h("img", { class: "cnn-frame" });
    const words = kit.live();
    kit.watch(model, "index", () => {
      const index = model.get("index");
      const frame = compute({ values, index });
      const setting = names.map((name, axis) => `${name} = ${values[axis][index[axis]]}`).join(", ");
      const text = model.get("texts")[frame];
      picture.src = `data:${model.get("mime")};base64,${model.get("frames")[frame]}`;
      picture.alt = `${model.get("alt")} Here ${setting}.`;
      words.say(text ? `${setting}: ${text}` : setting);
    });
    const sliders = names.map((name, axis) =>
      kit.slider(model, {
        key: "index",
        index: axis,
        label: name,
        max: values[axis].length - 1,
        format: (at) => values[axis][at],
      }),
    );
    el.append(kit.controls(...sliders), picture, words);
  },
};
