// Adds to the drawing of a lot's way: arrow keys from box to box, keys for its size, and dragging. Each box is a link already: the
// tab key reaches it and Enter opens it; the links for the size do without this too.
const keys = { "+": "closer", "=": "closer", "-": "farther", 0: "whole" };

// The nearest one in that direction; what lies aside counts more than what lies ahead.
function beside(node, nodes, right, down) {
  const middle = (each) => {
    const box = each.getBoundingClientRect();
    return { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  };
  const from = middle(node);
  let [best, least] = [null, Infinity];
  for (const other of nodes) {
    const at = middle(other);
    const ahead = (at.x - from.x) * right + (at.y - from.y) * down;
    const aside = Math.abs((at.x - from.x) * down) + Math.abs((at.y - from.y) * right);
    if (other === node || ahead < 4) continue;
    const far = ahead + 2 * aside;
    if (far < least) [best, least] = [other, far];
  }
  return best;
}

function press(trace, event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const size = keys[event.key];
  if (size) {
    trace.querySelector(`a[data-zoom="${size}"]`)?.click();
    return;
  }
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  const node = document.activeElement.closest("[data-node]");
  if (!way || !node) return; // the pane itself scrolls by arrows
  event.preventDefault();
  const next = beside(node, trace.querySelectorAll("[data-node]"), ...way);
  next?.focus();
  next?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function drag(pane) {
  let from = null;
  pane.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0 || event.target.closest("a")) return; // fingers scroll
    from = { x: event.clientX + pane.scrollLeft, y: event.clientY + pane.scrollTop };
    pane.setPointerCapture(event.pointerId);
  });
  pane.addEventListener("pointermove", (event) => {
    if (from) [pane.scrollLeft, pane.scrollTop] = [from.x - event.clientX, from.y - event.clientY];
  });
  for (const ended of ["pointerup", "pointercancel"]) pane.addEventListener(ended, () => { from = null; });
}

for (const trace of document.querySelectorAll("[data-graph]")) {
  trace.addEventListener("keydown", (event) => press(trace, event));
  drag(trace.querySelector(".trace-pane"));
}
