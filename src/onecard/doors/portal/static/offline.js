// The page that shows codes without a network: enrols this phone once while there is one, then needs none.
const find = (id) => document.querySelector(`#${id}`);
const words = find("offline").dataset;
// Files are addressed by what is in them, so only the page knows where its other modules are.
const [{ enrolHere, forget, kept, leftToday, nextCode }, { qrPath, WIDTH }] = await Promise.all([import(words.key), import(words.qr)]);
const SHOWN_SECONDS = 60, RENEW_BEFORE = 3 * 86_400_000;
let phone, ticking;

navigator.serviceWorker?.register("/offline-worker.js").catch(() => {});

async function begin() {
  find("needs-script").hidden = true;
  if (!window.isSecureContext || !crypto.subtle) return tell(words.unsafe, "bad");
  phone = await kept();
  if (phone && navigator.onLine) await compare();
  paint();
}

// Where the platform says that this phone was stopped, or is another person's, it is forgotten here.
async function compare() {
  const answer = await fetch("/v1/me/carriers", { cache: "no-store" }).catch(() => null);
  if (!answer?.ok) return;
  const mine = (await answer.json()).find((one) => one.serial === phone.serial);
  if (mine?.stands) return;
  await forget();
  phone = undefined;
  tell(words.stopped, "bad");
}

function paint() {
  const ended = phone && phone.endsAt <= Date.now();
  const left = phone && !ended ? leftToday(phone) : 0;
  find("ready").hidden = !phone || ended;
  find("forget").hidden = !phone;
  find("enrol").hidden = Boolean(phone && !ended && phone.endsAt - Date.now() > RENEW_BEFORE);
  find("show").disabled = !left;
  if (phone && !ended) find("left").textContent = words.left.replace("{left}", left);
  if (ended) tell(words.ended, "warn");
  else if (phone && !left) tell(words.used, "warn");
}

async function show() {
  const text = await nextCode(phone);
  if (!text) return paint();
  const drawing = find("qr-drawing");
  drawing.setAttribute("viewBox", `0 0 ${WIDTH} ${WIDTH}`);
  find("qr-path").setAttribute("d", qrPath(text));
  find("qr").hidden = find("count").hidden = false;
  hush();
  count(performance.now() + SHOWN_SECONDS * 1000);
  paint();
}

function count(end) {
  clearInterval(ticking);
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    find("count").textContent = words.count.replace("{left}", left);
    if (left) return;
    clearInterval(ticking);
    find("qr-path").removeAttribute("d");
    find("qr").hidden = find("count").hidden = true;
  };
  tick();
  ticking = setInterval(tick, 1000);
}

async function enrol(event) {
  event.preventDefault();
  const password = find("password").value.trim();
  if (!/^[0-9]{6}$/.test(password)) return tell(words.missing, "bad");
  find("enrol-go").disabled = true;
  try {
    await enrolHere((publicKey) => certify(publicKey, password));
    phone = await kept();
    find("password").value = "";
    tell(words.done, "good");
  } catch (problem) {
    tell(problem.said ?? words.away, "bad");
  } finally {
    find("enrol-go").disabled = false;
  }
  paint();
}

async function certify(publicKey, password) {
  const session = await fetch("/v1/session", { cache: "no-store" });
  if (session.status === 401) throw Object.assign(new Error("session"), { said: words.session });
  const headers = {
    "content-type": "application/json", "idempotency-key": crypto.randomUUID(),
    "x-csrf-token": (await session.json()).csrf_token,
  };
  const body = JSON.stringify({ public_key: publicKey, password });
  const answer = await fetch("/v1/me/carriers/phones", { method: "POST", headers, body });
  const told = await answer.json();
  if (answer.ok) return told;
  const said = words.language === "zh" ? `${told.title_zh}。${told.next_step_zh}` : `${told.title}. ${told.next_step}`;
  throw Object.assign(new Error(told.code), { said });
}

function tell(said, kind) {
  const box = find("told");
  box.className = `notice ${kind}`;
  box.textContent = said;
  box.hidden = false;
}

function hush() { find("told").hidden = true; }

find("show").addEventListener("click", show);
find("enrol-form").addEventListener("submit", enrol);
find("forget-go").addEventListener("click", async () => { await forget(); phone = undefined; tell(words.forgotten, "good"); paint(); });
begin();
