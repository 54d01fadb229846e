// The live code: counts down, renews itself 3 s before the end and on return to the tab, hides what could not be
// renewed, keeps the screen awake, and tells within 2 s that the code was used. The page works without all of this.
const page = document.querySelector("#code");
const find = (id) => document.querySelector(`#${id}`);
const [box, over, words, ring, trouble, told, said] = ["qr", "qr-over", "count-words", "ring", "trouble", "told", "said"].map(find);
const rest = ring.querySelector(".rest");
const RENEW_BEFORE = 3, ASK_EVERY = 1500;
const life = Number(page.dataset.life);
let endsAt = performance.now() + Number(page.dataset.seconds) * 1000;
let since = page.dataset.since;
let asking = false;

const left = () => Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));

function count() {
  const seconds = left();
  words.replaceChildren(...pieces(words.dataset.words, seconds));
  rest.setAttribute("stroke-dashoffset", String(100 - (100 * seconds) / life));
  if (seconds <= RENEW_BEFORE) renew(false);
  if (seconds === 0) hide();
}

function pieces(pattern, seconds) {
  const [before, after] = pattern.split("{left}");
  const number = document.createElement("b");
  number.textContent = String(seconds);
  return [before, number, after];
}

const covered = () => box.classList.contains("gone");

function hide() {
  box.classList.add("gone");
  over.hidden = trouble.hidden = false;
}

async function renew(tell) {
  if (asking) return;
  asking = true;
  try {
    const answer = await fetch(page.dataset.renew, { cache: "no-store" });
    if (answer.status === 401 || answer.status === 409) return location.reload();
    if (!answer.ok) throw new Error(String(answer.status));
    const code = await answer.json();
    find("qr-path").setAttribute("d", code.path);
    endsAt = performance.now() + code.seconds * 1000;
    box.classList.remove("gone");
    over.hidden = trouble.hidden = true;
    if (tell) said.textContent = said.dataset.renewed;
  } catch {
    if (left() === 0 || covered()) hide(); else trouble.hidden = false;
  } finally {
    asking = false;
  }
}

async function listen() {
  if (document.hidden) return;
  const answer = await fetch(`${page.dataset.notice}?since=${encodeURIComponent(since)}`, { cache: "no-store" }).catch(() => null);
  if (!answer || answer.status !== 200) return;
  since = answer.headers.get("X-Since");
  box.classList.add("gone");  // the code on the screen has been burnt: nobody shall scan it until another is there
  told.innerHTML = await answer.text();
  await renew(false);
}

let lock = null;
async function stayAwake() {
  try { lock = await navigator.wakeLock?.request("screen"); } catch { lock = null; }
}

ring.removeAttribute("hidden");  // an SVG element has no `hidden` property
count();
setInterval(count, 1000);
setInterval(listen, ASK_EVERY);
stayAwake();
find("refresh").addEventListener("click", (event) => { event.preventDefault(); renew(true); });
document.addEventListener("visibilitychange", () => { if (!document.hidden) { renew(false); stayAwake(); listen(); } });
addEventListener("online", () => renew(false));
