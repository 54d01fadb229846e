// The phone's own key and what the platform certified of it, kept in this browser. The key is made here, cannot be
// exported by anybody, and signs one short proof a code; the count of the day is written down before a code is shown.
const STORE = "phone", ME = "me", DOMAIN = new TextEncoder().encode("onecard.oc3");
const CURVE = { name: "ECDSA", namedCurve: "P-256" }, SIGN = { name: "ECDSA", hash: "SHA-256" };
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function open() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("onecard", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function work(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const change = database.transaction(STORE, mode), asked = act(change.objectStore(STORE));
    change.oncomplete = () => { database.close(); resolve(asked.result); };
    change.onerror = change.onabort = () => { database.close(); reject(change.error); };
  });
}

export const kept = () => work("readonly", (store) => store.get(ME));
export const forget = () => work("readwrite", (store) => store.delete(ME));
const keep = (phone) => work("readwrite", (store) => store.put(phone, ME));

/** Make a key (or take the one that is here), have it certified by `enrol(publicKey)`, and keep both. */
export async function enrolHere(enrol) {
  const before = await kept();
  const pair = before?.pair ?? await crypto.subtle.generateKey(CURVE, false, ["sign", "verify"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const told = await enrol(toBase64(point));
  await keep({
    pair, certificate: fromBase64(told.certificate), serial: told.serial, most: told.codes_per_day,
    endsAt: Date.parse(told.expires_at), day: before?.day ?? "", number: before?.number ?? 0,
  });
}

/** How many codes this phone may still show today. */
export const leftToday = (phone) => Math.max(0, phone.most - (phone.day === today() ? phone.number : 0));

/** The text of one code for any scene that takes it, or null where today's are used up. */
export async function nextCode(phone) {
  const number = (phone.day === today() ? phone.number : 0) + 1;
  if (number > phone.most) return null;
  Object.assign(phone, { day: today(), number });
  await keep(phone);
  const proof = new Uint8Array(6);
  proof[1] = number;
  new DataView(proof.buffer).setUint32(2, Math.floor(Date.now() / 1000));
  const said = joined(phone.certificate, proof);
  const signature = new Uint8Array(await crypto.subtle.sign(SIGN, phone.pair.privateKey, joined(DOMAIN, said)));
  return "OC3" + base32(joined(said, signature));
}

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10); // the day in Shanghai
const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));

function base32(bytes) {
  let text = "", held = 0, bits = 0;
  for (const byte of bytes) {
    held = (held << 8 | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) text += BASE32[held >> bits - 5 & 31];
  }
  return bits ? text + BASE32[held << 5 - bits & 31] : text;
}

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const fromBase64 = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
