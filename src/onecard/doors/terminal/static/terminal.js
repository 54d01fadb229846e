// The terminal: a scanner types into the field and presses Enter; a camera is second.
const form = document.querySelector("#scan");
const field = document.querySelector("#presentation");
const box = document.querySelector("#verdict-box");
const [camera, video, start, trouble] = ["camera", "video", "camera-start", "camera-trouble"].map((id) => document.getElementById(id));
const { frames, camera: reader } = document.querySelector("#terminal").dataset;
const { hasCamera, openCamera } = await import(reader);
const token = form.elements.csrf.value;
const SAME_CODE_QUIET = 4000;
let busy = false, last = { text: "", at: 0 };

// What to say when the server cannot; it came with the page.
function tell(id) { box.replaceChildren(document.getElementById(id).content.cloneNode(true)); }

async function send(text) {
  if (busy || !text) return;
  busy = true;
  try {
    const body = new URLSearchParams(new FormData(form));
    body.set("presentation", text);
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "text/html", "X-Part": "yes" } });
    if (answer.status === 401) return location.reload();
    if (answer.ok) box.innerHTML = await answer.text(); else tell("unanswered");
  } catch {
    tell("offline");
  } finally {
    busy = false;
    field.value = "";
    field.focus();
  }
}

form.addEventListener("submit", (event) => { event.preventDefault(); send(field.value.trim()); });
// A scanner types wherever the focus is: bring it back, unless somebody is using the controls.
document.addEventListener("keydown", (event) => {
  if (event.target === document.body && event.key.length === 1 && !event.ctrlKey && !event.metaKey) field.focus();
});

// ---- the camera
let close = null;

async function found(text) {
  if (busy || (text === last.text && performance.now() - last.at < SAME_CODE_QUIET)) return;
  last = { text, at: performance.now() };
  await send(text);
}

async function open() {
  try {
    close = await openCamera({ video, frames, token, found });
  } catch { trouble.hidden = false; return; }
  trouble.hidden = true;
  swapWords();
}

function shut() {
  close();
  close = null;
  swapWords();
}

function swapWords() { [start.textContent, start.dataset.stop] = [start.dataset.stop, start.textContent]; }

if (hasCamera()) {
  camera.hidden = false;
  start.addEventListener("click", () => (close ? shut() : open()));
}
