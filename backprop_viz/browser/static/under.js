// The shapes of a product of whole arrays, under its factors: the twin of tell/under.py.
const FACTOR = /<([a-z]\d*)!?>(\^\{\\top\})?/g;
const PRODUCT = new RegExp(`^${FACTOR.source} \\\\cdot ${FACTOR.source}$`);
const isProduct = (template) => PRODUCT.test(template);

function withShapes(template, shapes) {
  if (!isProduct(template)) return template;
  return template.replace(FACTOR, (factor, slot, turned) => {
    const shape = shapes[slot];
    return under(factor, turned ? [...shape.slice(0, -2), ...shape.slice(-2).reverse()] : shape);
  });
}

function under(what, shape) {
  return shape.length ? `\\underset{${shape.join(" \\times ")}}{${what}}` : what;
}
