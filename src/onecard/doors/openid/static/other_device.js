// Watches what becomes of the code on this desk and goes on when the phone has answered. Without it there is a button.
const place = document.getElementById("scan");

async function look() {
  const answer = await fetch(place.dataset.state, { headers: { accept: "application/json" } });
  if (!answer.ok) return true;
  const { state } = await answer.json();
  if (state === "shown") return true;
  location.assign(place.dataset.done);
  return false;
}

async function watch() {
  let waits = true;
  try {
    waits = await look();
  } catch {
    // No network for a moment: look again.
  }
  if (waits) setTimeout(watch, 3000);
}

if (place) setTimeout(watch, 3000);
