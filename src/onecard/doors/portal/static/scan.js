// The camera reads a venue's code: BarcodeDetector where the browser has it, otherwise small grey frames go to the server.
// What was read goes through the same form that a person may type into.
const form = document.querySelector("#scan-form");
const [camera, video, start, trouble] = ["camera", "video", "camera-start", "camera-trouble"].map((id) => document.getElementById(id));
const frames = document.querySelector("#scan").dataset.frames;
const FRAME_EVERY = 300, FRAME_WIDTH = 640;
const detector = "BarcodeDetector" in window ? new BarcodeDetector({ formats: ["qr_code"] }) : null;
const canvas = document.createElement("canvas");
let stream = null, timer = 0, busy = false;

async function read() {
  if (detector) return (await detector.detect(video))[0]?.rawValue;
  canvas.width = FRAME_WIDTH;
  canvas.height = Math.round((FRAME_WIDTH * video.videoHeight) / video.videoWidth);
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  brush.drawImage(video, 0, 0, canvas.width, canvas.height);
  const { data } = brush.getImageData(0, 0, canvas.width, canvas.height);
  const grey = new Uint8Array(canvas.width * canvas.height);
  for (let i = 0; i < grey.length; i++) grey[i] = (data[4 * i] * 77 + data[4 * i + 1] * 150 + data[4 * i + 2] * 29) >> 8;
  const headers = { "X-CSRF-Token": form.elements.csrf.value, "X-Frame-Width": String(canvas.width), "Content-Type": "application/octet-stream" };
  const answer = await fetch(frames, { method: "POST", body: grey, headers });
  return answer.status === 200 ? answer.text() : "";
}

async function look() {
  if (busy || !video.videoWidth) return;
  busy = true;
  try {
    const text = await read();
    if (text) { stop(); form.elements.venue.value = text; form.requestSubmit(); }
  } catch { /* the next frame may succeed */ } finally { busy = false; }
}

function stop() {
  clearInterval(timer);
  stream?.getTracks().forEach((track) => track.stop());
}

start.addEventListener("click", async () => {
  trouble.hidden = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch { trouble.hidden = false; return; }
  video.srcObject = stream;
  video.hidden = false;
  start.hidden = true;
  await video.play();
  timer = setInterval(look, FRAME_EVERY);
});
if (navigator.mediaDevices) camera.hidden = false;
addEventListener("pagehide", stop);
