// The little that needs a script; everything of the console works without it.

// Access keys are the browser's own (Alt, in some with Shift); here Alt alone opens them everywhere, as the page says.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.isComposing) return;
  const key = event.code.replace(/^(Key|Digit|Numpad)/, "").toLowerCase();
  const wanted = key.length === 1 && document.querySelector(`[accesskey="${key}"]`);
  if (!wanted) return;
  event.preventDefault();
  wanted.click();
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// What is still being decided shows how far it is; without a script the page is loaded again by its link.
for (const part of document.querySelectorAll("[data-live]")) follow(part);

async function follow(part) {
  await new Promise((wake) => setTimeout(wake, 1000 * Number(part.dataset.live)));
  const fresh = await fetch(location.href, { headers: { accept: "text/html" } }).then(read, () => null);
  const next = fresh?.querySelector("#progress");
  if (!next) return follow(part);
  if (!next.dataset.live) return location.reload();
  part.replaceWith(next);
  return follow(next);
}

async function read(answer) {
  if (!answer.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}
