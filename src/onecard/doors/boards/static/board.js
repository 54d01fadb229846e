// A tile leads to its row: opens the table it points into, which is closed at first. And the board keeps itself fresh.
const point = () => {
  const row = location.hash.startsWith("#p") && document.getElementById(location.hash.slice(1));
  if (!row) return;
  row.closest("details").open = true;
  row.scrollIntoView({ block: "center" });
};
addEventListener("hashchange", point);
point();
const REFRESH = 60_000;
let touched = Date.now();
for (const kind of ["pointerdown", "keydown", "scroll"]) addEventListener(kind, () => { touched = Date.now(); }, { passive: true });
setInterval(() => { if (!document.hidden && Date.now() - touched > REFRESH && navigator.onLine) location.reload(); }, REFRESH);
