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
