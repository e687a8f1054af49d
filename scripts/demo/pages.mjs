import { escapeHtml, layout } from "./layout.mjs";

/** The home page, with colours and fonts. */
export function homePage() {
  const links = [
    ["/long", "Long", "Twelve coloured bands, much taller than a window: capture the full page."],
    ["/counter", "Counter", "A number that grows with every visit: watch it change."],
    ["/form", "Form", "Fill it in step by step and see what the server receives."],
  ];
  const cards = links.map(
    ([path, title, text]) =>
      `<a class="card" href="${path}"><b>${title}</b><span>${text}</span></a>`,
  );
  const colours = ["#ff5d5d", "#ff9f43", "#ffd93b", "#3ecf8e", "#2ea8ff", "#7c5cff", "#ff5fa8"];
  return layout(
    "Hello, pixels",
    `<p class="lead">A small site that needs no internet, made for screenshots.</p>
<div class="swatches">${colours.map((colour) => `<i style="background:${colour}"></i>`).join("")}</div>
<nav>${cards.join("")}</nav>
<p class="type"><span class="serif">Aa</span><span class="sans">Bb</span><span class="mono">{01}</span></p>`,
  );
}

/** A page much taller than a window, with a different colour and number on each band. */
export function longPage() {
  const bands = Array.from({ length: 12 }, (_, n) => {
    const colour = `hsl(${n * 30} 85% 65%)`;
    return `<div class="band" style="background:${colour}">${n + 1}</div>`;
  });
  return layout("Long", bands.join(""));
}

/** A page that shows how often it was requested. */
export function counterPage(visits) {
  return layout(
    "Counter",
    `<p class="lead">This page has been visited</p>
<p id="count">${visits}</p>
<p class="lead">${visits === 1 ? "time" : "times"}.</p>`,
  );
}

/** A form with one field of each kind. */
export function formPage() {
  return layout(
    "Form",
    `<form action="/received">
<label>Name <input type="text" name="name" id="name" placeholder="Ada" maxlength="100"></label>
<label>Colour <select name="colour" id="colour"><option>Coral<option>Amber<option>Violet</select></label>
<label class="check"><input type="checkbox" name="agree" id="agree"> I like screenshots</label>
<button type="submit" id="submit">Send</button>
</form>`,
  );
}

/** A page that shows the submitted form values. */
export function receivedPage(query) {
  const rows = [...query].map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value) || "&mdash;"}</dd>`,
  );
  return layout("Received", `<dl id="received">${rows.join("")}</dl>`);
}

export function missingPage() {
  return layout("Not found", `<p class="lead">This page does not exist.</p>`);
}
