// A camera that reads codes: BarcodeDetector where the browser has it, otherwise small grey frames go to the server,
// which reads them with the same library that draws codes. Nothing of a picture is kept anywhere.
const FRAME_EVERY = 250, FRAME_WIDTH = 640;
const detector = "BarcodeDetector" in window ? new BarcodeDetector({ formats: ["qr_code"] }) : null;

// `video` shows what the camera sees; `frames` is where grey frames go, with the form's `token`; `found` is told each
// text, and while it is at work no frame is looked at. Returns what closes the camera; rejects where there is none.
export async function openCamera({ video, frames, token, found }) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment", width: { ideal: 1280 } } });
  const canvas = document.createElement("canvas");
  let busy = false;
  async function look() {
    if (busy || !video.videoWidth) return;
    busy = true;
    try {
      const text = detector ? (await detector.detect(video))[0]?.rawValue : await askServer(video, canvas, frames, token);
      if (text) await found(text);
    } catch { /* one unreadable frame; the next one comes in a moment */ } finally { busy = false; }
  }
  video.srcObject = stream;
  video.hidden = false;
  await video.play();
  const timer = setInterval(look, FRAME_EVERY);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.hidden = true;
  };
}

export function hasCamera() { return Boolean(navigator.mediaDevices?.getUserMedia); }

async function askServer(video, canvas, frames, token) {
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
