// Questions with feedback for every option. Texts arrive as HTML that Python made from its own small markup.
const html = (tag, props, text) => {
  const node = kit.h(tag, props);
  node.innerHTML = text;
  return node;
};

// "1,5" and "−3" and "3/4" are numbers to a reader; anything else is null.
export function parse(text) {
  const plain = text.trim().replace(/\u2212/g, "-").replace(",", ".");
  const [top, bottom = "1", ...rest] = plain.split("/");
  if (rest.length || top.trim() === "" || bottom.trim() === "") return null;
  const number = Number(top) / Number(bottom);
  return Number.isFinite(number) ? number : null;
}

const near = (a, b, tolerance) => Math.abs(a - b) <= tolerance + 1e-12 * Math.abs(b);

// What to say to an answer: a typed text, or the list of chosen options. `right` is null if there is nothing to judge.
export function judge(question, answer) {
  if (question.kind === "number") {
    const number = parse(answer);
    if (number === null) return { right: null, text: "Type a number, such as 12, 0.5 or 3/4." };
    if (near(number, question.answer, question.tolerance)) return { right: true, text: question.right };
    const mistake = question.mistakes.find(({ value }) => near(number, value, question.tolerance));
    return { right: false, text: mistake ? mistake.feedback : question.wrong };
  }
  const chosen = question.options.filter((_, i) => answer.includes(i));
  if (!chosen.length) return { right: null, text: "Choose an answer first." };
  const right = question.options.every((option, i) => option.correct === answer.includes(i));
  const all = chosen.map((option) => option.feedback).join(" ");
  const missing = chosen.every((option) => option.correct) && !right ? " There is one more, at least." : "";
  return { right, text: all + missing };
}

function form(model, question, n) {
  const fields = kit.h("fieldset", {}, html("legend", {}, question.text));
  const feedback = kit.h("div", { class: "cnn-feedback", role: "status" });
  let read;
  if (question.kind === "number") {
    const input = kit.h("input", { type: "text", inputmode: "decimal", autocomplete: "off", size: 10 });
    const unit = question.unit ? html("span", { class: "cnn-unit" }, question.unit) : null;
    fields.append(kit.h("label", { class: "cnn-answer" }, kit.h("span", {}, "Your answer"), input, unit));
    read = () => input.value;
  } else {
    const type = question.kind === "many" ? "checkbox" : "radio";
    // names need not be unique on the page: a group of radio buttons ends at its form
    const inputs = question.options.map(({ name }, i) =>
      kit.h("input", { type, name: "answer", value: i, "aria-label": name }),
    );
    question.options.forEach((option, i) => {
      fields.append(kit.h("label", { class: "cnn-option" }, inputs[i], html("span", {}, option.text)));
    });
    read = () => inputs.flatMap((input, i) => (input.checked ? [i] : []));
  }
  const check = (event) => {
    event.preventDefault();
    const { right, text } = judge(question, read());
    const verdict = { true: "\u2713 Correct.", false: "\u2717 Not yet.", null: "" }[right];
    feedback.className = `cnn-feedback ${{ true: "cnn-good", false: "cnn-bad", null: "" }[right]}`;
    feedback.replaceChildren(verdict ? kit.h("strong", {}, verdict) : "", " ", html("span", {}, text));
    if (right !== null) kit.set(model, "results", { ...model.get("results"), [n]: right });
  };
  const submit = kit.h("button", { type: "submit", class: "cnn-button" }, "Check");
  return kit.h("form", { class: "cnn-question", onsubmit: check, novalidate: true }, fields, submit, feedback);
}

export default {
  render({ model, el }) {
    const questions = model.get("questions");
    const score = kit.live();
    score.classList.add("cnn-score");
    kit.watch(model, "results", () => {
      const right = Object.values(model.get("results")).filter(Boolean).length;
      score.say(`${right} of ${questions.length} right.`);
    });
    el.append(...questions.map((question, n) => form(model, question, n)), score);
  },
};
