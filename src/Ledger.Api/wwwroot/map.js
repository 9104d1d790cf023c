// Adds to a map what links do without it: dragging, pinching, the wheel and keys. The service draws every window; between two
// drawings the one there is moves along.
const most = 8;
const waitMilliseconds = 180;
const step = 0.35;
const keys = {
  ArrowLeft: () => move(-step, 0), ArrowRight: () => move(step, 0), ArrowUp: () => move(0, step), ArrowDown: () => move(0, -step),
  "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2), 0: () => follow("whole"), Home: () => follow("whole"),
};

let figure, svg, size, window_, view, timer, latest = 0, isDragged = false;
const pointers = new Map();

function take() {
  figure = document.getElementById("map");
  svg = figure.querySelector(":scope > svg");
  size = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
  window_ = figure.dataset.window.split(" ").map(Number);
  view = { x: 0, y: 0, width: size.width, height: size.height };
  svg.tabIndex = 0;
  svg.style.touchAction = "pan-x pan-y"; // one finger scrolls the page, two move the map
  pointers.clear();
  listen();
}

function show() {
  svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
  clearTimeout(timer);
  timer = setTimeout(load, waitMilliseconds);
}

// The window the view shows now, as the service counts it.
function shown() {
  const [west, south, east, north] = window_;
  const [perX, perY] = [(east - west) / size.width, (north - south) / size.height];
  return {
    west: west + view.x * perX, east: west + (view.x + view.width) * perX,
    north: north - view.y * perY, south: north - (view.y + view.height) * perY,
  };
}

function load() {
  const address = new URL(location.href);
  address.hash = "";
  address.searchParams.delete("cursor");
  for (const [side, degrees] of Object.entries(shown())) address.searchParams.set(side, degrees.toFixed(5));
  draw(address);
}

async function draw(address) {
  const mine = ++latest;
  figure.classList.add("busy");
  try {
    const answer = await fetch(address);
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== latest || pointers.size > 0) return;
    const focused = figure.contains(document.activeElement) ? document.activeElement.dataset.move ?? "svg" : null;
    for (const id of ["map", "in-map"]) {
      const [old, drawn] = [document.getElementById(id), page.getElementById(id)];
      if (old && drawn) old.replaceWith(document.adoptNode(drawn));
    }
    history.replaceState(null, "", address);
    take();
    if (focused) (figure.querySelector(`[data-move="${focused}"]`) ?? svg).focus({ preventScroll: true });
  } catch {
    location.assign(address); // whatever is wrong, the page itself says it
  } finally {
    figure.classList.remove("busy");
  }
}

function move(right, up) {
  view.x += right * view.width;
  view.y -= up * view.height;
  show();
}

function zoom(factor, atX = 0.5, atY = 0.5) {
  const width = Math.min(Math.max(view.width * factor, size.width / most), size.width * most);
  const change = width / view.width;
  view.x += atX * view.width * (1 - change);
  view.y += atY * view.height * (1 - change);
  view.width *= change;
  view.height *= change;
  show();
}

function follow(name) {
  const link = figure.querySelector(`a[data-move="${name}"]`);
  if (link) draw(addressOf(link));
}

// Links of SVG have no address as text but for the attribute.
function addressOf(link) {
  const url = new URL(link.getAttribute("href"), location.href);
  url.hash = "";
  return url;
}

function place(event) {
  const box = svg.getBoundingClientRect();
  return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
}

function down(event) {
  if (event.pointerType === "mouse" && event.button !== 0) return;
  pointers.set(event.pointerId, place(event));
  isDragged = false;
}

function drag(event) {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  const now = place(event);
  const others = [...pointers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
  if (event.pointerType === "touch" && others.length === 0) return;
  if (Math.hypot(now.x - before.x, now.y - before.y) < 0.006 && !isDragged) return;
  isDragged = true;
  if (!svg.hasPointerCapture(event.pointerId)) svg.setPointerCapture(event.pointerId);
  pointers.set(event.pointerId, now);
  if (others.length > 0) {
    const [other] = others;
    const apart = (at) => Math.hypot(at.x - other.x, at.y - other.y);
    zoom(apart(before) / Math.max(apart(now), 0.01), (now.x + other.x) / 2, (now.y + other.y) / 2);
    move((before.x - now.x) / 2, (now.y - before.y) / 2);
  } else {
    move(before.x - now.x, now.y - before.y);
  }
}

function up(event) {
  if (pointers.delete(event.pointerId) && isDragged) show();
}

function click(event) {
  const link = event.target.closest("a");
  if (isDragged) {
    isDragged = false;
    event.preventDefault();
  } else if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey && isMap(link)) {
    event.preventDefault();
    draw(addressOf(link));
  }
}

// A link to another window of this page, not to a page of its own.
function isMap(link) {
  const to = new URL(link.getAttribute("href"), location.href);
  return to.pathname === location.pathname && to.hash === "#map";
}

function turn(event) {
  if (!event.ctrlKey && !figure.contains(document.activeElement)) return; // else the page scrolls
  event.preventDefault();
  const { x, y } = place(event);
  zoom(Math.exp(event.deltaY / 400), x, y);
}

function press(event) {
  const act = event.altKey || event.ctrlKey || event.metaKey ? null : keys[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

function listen() {
  svg.addEventListener("pointerdown", down);
  svg.addEventListener("pointermove", drag);
  svg.addEventListener("pointerup", up);
  svg.addEventListener("pointercancel", up);
  svg.addEventListener("wheel", turn, { passive: false });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  figure.addEventListener("keydown", press);
  figure.addEventListener("click", click, true);
}

if (document.getElementById("map")) take();
