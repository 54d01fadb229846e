// The queue ticket is asked for again every few seconds, so that being called is seen and heard by a screen reader.
const box = document.querySelector("#ticket");
async function look() {
  if (document.hidden) return;
  const answer = await fetch(box.dataset.ticket, { cache: "no-store" }).catch(() => null);
  if (!answer || answer.status !== 200) return;
  const text = (await answer.text()).trim();
  if (text !== box.innerHTML.trim()) box.innerHTML = text;
}
if (box.dataset.open === "yes") setInterval(look, 3000);
