const STYLE = `
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:4rem 2rem;color:#1b1530;
  font:1.25rem/1.5 system-ui,"Segoe UI",Roboto,"Open Sans",Helvetica,Arial,sans-serif;
  background:radial-gradient(60rem 40rem at 10% 0,#ffd6e7,transparent),
    radial-gradient(60rem 40rem at 100% 20%,#d2e4ff,transparent),
    radial-gradient(50rem 40rem at 40% 110%,#fff0c2,transparent),#fbf9ff}
main{width:min(56rem,100%)}
h1{margin:0 0 .5rem;padding-bottom:.12em;font-size:clamp(3rem,9vw,6.5rem);line-height:1;letter-spacing:-.04em;width:fit-content;
  background:linear-gradient(95deg,#7c5cff,#ff5fa8 55%,#ff9f43);background-clip:text;color:transparent}
.lead{margin:0 0 2rem;font-size:1.5rem;color:#5b5376}
.swatches{display:flex;height:4.5rem;margin-bottom:2rem;border-radius:1.25rem;overflow:hidden}
.swatches i{flex:1}
nav{display:grid;grid-template-columns:repeat(auto-fit,minmax(16rem,1fr));gap:1.25rem}
.card,form,dl{display:grid;padding:1.75rem;border-radius:1.25rem;background:#fff;color:inherit;
  text-decoration:none;box-shadow:0 1rem 3rem #7c5cff22}
.card b{font-size:1.5rem}
.card span{color:#5b5376}
.type{display:flex;gap:2rem;align-items:baseline;margin:2rem 0 0;font-size:3rem;color:#7c5cff}
.serif{font-family:Georgia,serif}
.mono{font-family:ui-monospace,Menlo,monospace}
.band{height:24rem;margin-bottom:1.25rem;padding:1rem 2rem;border-radius:1.25rem;font-size:6rem;font-weight:800;color:#fff}
#count{margin:0;font-size:clamp(8rem,30vw,18rem);font-weight:800;line-height:1;font-variant-numeric:tabular-nums}
form{gap:1.25rem;margin:0}
label{display:grid;gap:.35rem;color:#5b5376}
.check{display:flex;gap:.75rem;align-items:center}
input,select,button{font:inherit;padding:.7rem 1rem;border:2px solid #e3def5;border-radius:.75rem;background:#fff}
input[type=checkbox]{width:1.4rem;height:1.4rem;accent-color:#7c5cff}
button{border:0;background:#7c5cff;color:#fff;font-weight:700;cursor:pointer}
dl{grid-template-columns:auto 1fr;gap:.75rem 2rem;margin:0;font-size:1.4rem}
dt{color:#5b5376}
dd{margin:0;font-weight:700;overflow-wrap:anywhere}
footer{margin-top:3rem}
footer a{color:#7c5cff}`;

/** A complete page of the demo site, with its styles inline. */
export function layout(title, content) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,">
<title>${title} · Demo site</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
<footer><a href="/">Demo site</a></footer>
</main>
</body>
</html>
`;
}

/** Escapes a text for HTML. */
export function escapeHtml(text) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (char) => entities[char]);
}
