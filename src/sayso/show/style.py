"""The style sheet of the HTML page: light and dark, readable on a telephone, nothing fetched."""

STYLE = """
:root {
  color-scheme: light dark;
  --ink: #1b1b1f; --paper: #fdfdfb; --quiet: #5b5b66; --line: #c9c9d2; --shade: #f1f1ee;
  --never: #14532d; --leave: #86198f; --opt-out: #7c4a03; --no-say: #991b1b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #ececf1; --paper: #17171b; --quiet: #a9a9b6; --line: #45454f; --shade: #222228;
    --never: #86efac; --leave: #f0abfc; --opt-out: #fcd34d; --no-say: #fca5a5;
  }
}
body {
  margin: 0 auto; max-width: 60rem; padding: 1rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.25; }
.quiet, caption, figcaption { color: var(--quiet); }
.answer { font-size: 1.2rem; }
.wide { overflow-x: auto; }
.wide:focus-visible, a:focus-visible, summary:focus-visible { outline: 3px solid currentColor; }
table { border-collapse: collapse; width: 100%; overflow-wrap: normal; }
caption { text-align: left; padding-bottom: .5rem; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--shade); }
tbody th { font-weight: 600; }
tbody tr.kind th { font-weight: 400; padding-left: 1.4rem; }
td small { display: block; color: var(--quiet); }
td a { color: inherit; }
.say { font-weight: 600; white-space: nowrap; }
.never, .opt-in { color: var(--never); }
.opt-out { color: var(--opt-out); }
.leave { color: var(--leave); }
.no-say { color: var(--no-say); }
.unstated { color: var(--quiet); font-weight: 400; }
figure { margin: 1rem 0; }
blockquote { margin: 0; padding-left: 1rem; border-left: 4px solid var(--line); white-space: pre-line; }
details { border-top: 1px solid var(--line); padding: .5rem 0; }
summary { cursor: pointer; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; }
dd { margin: 0; }
""".strip()
