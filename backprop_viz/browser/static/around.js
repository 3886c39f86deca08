// Light or dark, as all around a view is: what the host says or, where it says nothing, the system.

const DARK_SYSTEM = '(prefers-color-scheme: dark)';

function themeAround() {
  const light = document.body.dataset.jpThemeLight;
  if (light !== undefined) return light === 'false' ? 'dark' : 'light';
  const { classList } = document.body;
  if (classList.contains('vscode-body')) return classList.contains('vscode-light') ? 'light' : 'dark';
  for (const name of ['light', 'dark']) if (classList.contains(`${name}-theme`)) return name; // marimo's
  return matchMedia(DARK_SYSTEM).matches ? 'dark' : 'light';
}

// Hear it now and whenever it may have changed, until the signal.
function followTheme(hear, signal) {
  const observer = new MutationObserver(hear);
  observer.observe(document.body, { attributes: true, attributeFilter: ['data-jp-theme-light', 'class', 'data-theme'] });
  signal.addEventListener('abort', () => observer.disconnect());
  matchMedia(DARK_SYSTEM).addEventListener('change', hear, { signal });
  hear();
}
