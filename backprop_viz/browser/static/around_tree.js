// Light or dark for a root in a tree of its own, as in marimo, where no style sheet looks around it.
function tellTheme(root, signal) {
  if (!(root.getRootNode() instanceof ShadowRoot)) return;
  followTheme(() => { root.dataset.theme = themeAround(); }, signal);
}
