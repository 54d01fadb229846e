// The eye: asks the server for the card face shown or masked and swaps it in; without script the form does the same.
const swap = async (event) => {
  const form = event.target.closest("[data-eye]");
  if (!form) return;
  event.preventDefault();
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "text/html", "X-Part": "yes" } }).catch(() => null);
  if (!answer || !answer.ok) return form.submit();
  document.querySelector("#card").outerHTML = await answer.text();
  document.querySelector("#card .eye").focus();
};
document.addEventListener("submit", swap);
// A name that was shown is masked again when the tab is left: nobody reads it over a shoulder later.
document.addEventListener("visibilitychange", () => {
  const open = document.querySelector("[data-eye] [name=shown][value=no]");
  if (document.hidden && open) open.form.requestSubmit();
});
// A double tap on the card's face opens the licence; the labelled button beside the card does the same.
document.addEventListener("dblclick", (event) => {
  const face = event.target.closest(".face[data-licence]");
  if (face && !event.target.closest("button, a")) location.assign(face.dataset.licence);
});
