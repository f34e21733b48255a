/** The looks of a report: a quiet page in a serif face; plots keep a white card in the dark, where their inks are legible. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fdfdfc; --ink: #1c1c1e; --quiet: #5c5c62; --line: #d9d9d6; --shade: #f3f3f0; --link: #0a5c8f; --shadow: rgb(0 0 0 / .16);
}
@media (prefers-color-scheme: dark) {
  :root { --paper: #17181a; --ink: #e6e6e3; --quiet: #a3a3a8; --line: #3a3b3f; --shade: #212226; --link: #7cc0ef; --shadow: rgb(0 0 0 / .7); }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.55 Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, "Liberation Serif", serif;
  overflow-wrap: break-word;
}
main, footer { max-width: 44rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-top: 2.5rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; font-weight: 600; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 2.5rem 0 .6rem; font-weight: 600; }
p { margin: 0 0 .8rem; }
.subtitle { color: var(--quiet); margin: 0; }
header { border-bottom: 1px solid var(--line); padding-bottom: 1.2rem; }
sup, sub { font-size: .72em; line-height: 0; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.scroller {
  margin: 1rem 0 1.4rem;
  /* Wide tables use the margins of wide screens. */
  width: max-content; min-width: 100%; max-width: min(66rem, 100vw - 2.5rem);
  position: relative; left: 50%; transform: translateX(-50%);
}
.scroller, .math {
  overflow-x: auto;
  /* A shadow at an edge beyond which there is more. */
  background:
    linear-gradient(to right, var(--paper) 40%, transparent) left / 2.5rem 100% no-repeat local,
    linear-gradient(to left, var(--paper) 40%, transparent) right / 2.5rem 100% no-repeat local,
    linear-gradient(to right, var(--shadow), transparent) left / .7rem 100% no-repeat scroll,
    linear-gradient(to left, var(--shadow), transparent) right / .7rem 100% no-repeat scroll;
}
table { border-collapse: collapse; width: max-content; min-width: 100%; font-size: .9375rem; line-height: 1.4; border-block: 1.5px solid var(--ink); }
caption { caption-side: top; text-align: left; padding-bottom: .5rem; color: var(--quiet); }
caption b, figcaption b { color: var(--ink); }
th, td { padding: .3rem .9rem .3rem 0; text-align: left; vertical-align: baseline; font-weight: normal; max-width: 17rem; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
.number { text-align: right; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap; }
figure { margin: 1.4rem 0 1.8rem; }
.card { background: #fff; border: 1px solid var(--line); border-radius: 4px; }
.card svg { display: block; width: 100%; height: auto; max-width: 37rem; margin: 0 auto; }
figcaption { margin-top: .6rem; font-size: .9375rem; line-height: 1.45; color: var(--quiet); }
.downloads { margin: .35rem 0 0; font-size: .875rem; }
.downloads a { margin-right: 1rem; }
pre {
  font: .8125rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace;
  background: var(--shade); border: 1px solid var(--line); border-radius: 4px; padding: .9rem 1rem; margin: 0;
  overflow-x: auto; overflow-wrap: normal; tab-size: 2;
}
.formula { margin: 0 0 .9rem; }
.math { overflow-y: hidden; padding: .45rem 0 .45rem 1.2rem; }
math { font-family: "Cambria Math", "STIX Two Math", STIXTwoMath-Regular, "Latin Modern Math", "Noto Sans Math", "DejaVu Math TeX Gyre", math; font-size: 1rem; }
math.tml-display { display: block math; width: max-content; }
mtd { padding: .18em .5em; }
mtable.tml-jot mtd { padding: .35em .1em; }
mtd.tml-left { text-align: left; }
mtd.tml-right { text-align: right; }
summary { cursor: pointer; display: flex; justify-content: space-between; gap: 1rem; list-style: none; color: var(--quiet); font-size: .9375rem; }
summary::-webkit-details-marker { display: none; }
.source { color: var(--link); font-size: .8125rem; text-decoration: underline; }
details pre { margin: .3rem 0 .2rem; user-select: all; white-space: pre-wrap; overflow-wrap: anywhere; }
.word { white-space: nowrap; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { margin-top: 3rem; padding-bottom: 2rem; color: var(--quiet); font-size: .875rem; }
footer p { border-top: 1px solid var(--line); padding-top: .8rem; }
@media (max-width: 30rem) {
  main { padding-top: 1.5rem; }
  main, footer { padding-inline: 1rem; }
  h1 { font-size: 1.5rem; }
  .card { margin-inline: -.5rem; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --quiet: #333; --line: #bbb; --shade: #fff; --link: #000; }
  @page { margin: 2cm; }
  body { font-size: 10.5pt; }
  main, footer { max-width: none; padding: 0; }
  .downloads, .source, details pre { display: none; }
  .formula { break-inside: avoid; }
  .math { overflow: visible; background: none; }
  .card { border: 0; }
  .card svg { max-width: 11.5cm; }
  .scroller { overflow: visible; width: auto; max-width: none; position: static; transform: none; background: none; }
  table { width: 100%; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  h2 { break-after: avoid; }
  figure, tr, caption, .scroller { break-inside: avoid; }
}
`;
