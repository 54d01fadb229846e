// The terminal: a scanner types into the field and presses Enter; a camera is second. BarcodeDetector where the browser
// has it, otherwise small grey frames go to the server, which reads them with the same library that draws codes.
const form = document.querySelector("#scan");
const field = document.querySelector("#presentation");
const box = document.querySelector("#verdict-box");
const [camera, video, start, trouble] = ["camera", "video", "camera-start", "camera-trouble"].map((id) => document.getElementById(id));
const frames = document.querySelector("#terminal").dataset.frames;
const token = form.elements.csrf.value;
const FRAME_EVERY = 250, FRAME_WIDTH = 640, SAME_CODE_QUIET = 4000;
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
const detector = "BarcodeDetector" in window ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
const canvas = document.createElement("canvas");
let stream = null, timer = 0, reading = false;

async function look() {
  if (reading || busy || !video.videoWidth) return;
  reading = true;
  try {
    const text = detector ? (await detector.detect(video))[0]?.rawValue : await askServer();
    if (text && !(text === last.text && performance.now() - last.at < SAME_CODE_QUIET)) {
      last = { text, at: performance.now() };
      await send(text);
    }
  } catch { /* one unreadable frame; the next one comes in a moment */ } finally { reading = false; }
}

async function askServer() {
  const width = Math.min(FRAME_WIDTH, video.videoWidth), height = Math.round((width * video.videoHeight) / video.videoWidth);
  [canvas.width, canvas.height] = [width, height];
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(video, 0, 0, width, height);
  const { data } = pen.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < grey.length; i += 1, j += 4) grey[i] = (data[j] * 77 + data[j + 1] * 151 + data[j + 2] * 28) >> 8;
  const headers = { "Content-Type": "application/octet-stream", "X-CSRF-Token": token, "X-Frame-Width": String(width) };
  const answer = await fetch(frames, { method: "POST", body: grey, headers });
  return answer.status === 200 ? answer.text() : "";
}

async function open() {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  } catch { trouble.hidden = false; return; }
  trouble.hidden = true;
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  timer = setInterval(look, FRAME_EVERY);
  swapWords();
}

function close() {
  clearInterval(timer);
  for (const track of stream.getTracks()) track.stop();
  stream = null;
  video.hidden = true;
  swapWords();
}

function swapWords() { [start.textContent, start.dataset.stop] = [start.dataset.stop, start.textContent]; }

if (navigator.mediaDevices?.getUserMedia) {
  camera.hidden = false;
  start.addEventListener("click", () => (stream ? close() : open()));
}
