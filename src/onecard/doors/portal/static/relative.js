// A relative's code: counts down and hides itself at its end. It does not renew itself, because each one counts.
const box = document.querySelector("#qr");
const words = document.querySelector("#count-words");
const said = document.querySelector("#said");
const endsAt = performance.now() + Number(box.dataset.seconds) * 1000;

function count() {
  const left = Math.max(0, Math.ceil((endsAt - performance.now()) / 1000));
  const [before, after] = words.dataset.words.split("{left}");
  const number = document.createElement("b");
  number.textContent = String(left);
  words.replaceChildren(before, number, after);
  if (left > 0) return;
  box.classList.add("gone");
  document.querySelector("#qr-over").hidden = false;
  said.textContent = said.dataset.gone;
  clearInterval(ticking);
}

const ticking = setInterval(count, 1000);
count();
