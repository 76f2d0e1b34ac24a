// The anywidget module of every figure in JupyterLab: Python puts `MODULE`, `LABEL` and `SOURCE` in front.
// It loads the figure's own module and keeps JupyterLab's keyboard shortcuts out of it.
let loading = null;

function load() {
  if (loading === null) {
    const url = URL.createObjectURL(new Blob([SOURCE], { type: "text/javascript" }));
    loading = import(url).finally(() => URL.revokeObjectURL(url));
  }
  return loading;
}

export default {
  async render({ model, el }) {
    const figure = (await load()).default;
    const body = document.createElement("div");
    body.className = "cnn-body";
    el.classList.add("cnn-fig");
    el.dataset.module = MODULE;
    // JupyterLab listens for shortcuts further up; a version that listens first looks for this attribute
    el.dataset.lmSuppressShortcuts = "true";
    el.setAttribute("role", "figure");
    el.setAttribute("aria-label", LABEL);
    for (const name of ["keydown", "keyup", "keypress"]) el.addEventListener(name, (event) => event.stopPropagation());
    el.append(body);
    const clean = await figure.render({ model, el: body });
    el.dataset.state = "ready";
    return clean;
  },
};
