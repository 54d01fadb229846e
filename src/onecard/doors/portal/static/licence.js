// The licence's clock runs, so that a picture of it is seen to stand still; leaving the tab masks the name again.
const clock = document.querySelector("#licence-clock");
const two = (n) => String(n).padStart(2, "0");
const behind = Date.now() - Date.parse(`${clock.dataset.at.replace(" ", "T")}+08:00`);
const tick = () => {
  const now = new Date(Date.now() - behind + 8 * 3600_000);  // Shanghai, whatever the phone's zone
  clock.textContent = `${now.getUTCFullYear()}-${two(now.getUTCMonth() + 1)}-${two(now.getUTCDate())} ${two(now.getUTCHours())}:${two(now.getUTCMinutes())}:${two(now.getUTCSeconds())}`;
};
setInterval(tick, 250);
document.addEventListener("visibilitychange", () => {
  const open = document.querySelector("#licence [name=shown][value=no]");
  if (document.hidden && open) open.form.requestSubmit();
});
