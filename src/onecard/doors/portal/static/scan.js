// The camera reads a venue's code; what was read goes through the same form that a person may type into.
const form = document.querySelector("#scan-form");
const [camera, video, start, trouble] = ["camera", "video", "camera-start", "camera-trouble"].map((id) => document.getElementById(id));
const { frames, camera: reader } = document.querySelector("#scan").dataset;
const { hasCamera, openCamera } = await import(reader);
let close = () => {};

function found(text) {
  close();
  form.elements.venue.value = text;
  form.requestSubmit();
}

start.addEventListener("click", async () => {
  trouble.hidden = true;
  try {
    close = await openCamera({ video, frames, token: form.elements.csrf.value, found });
    start.hidden = true;
  } catch { trouble.hidden = false; }
});
camera.hidden = !hasCamera();
addEventListener("pagehide", () => close());
