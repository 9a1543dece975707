import { createHash } from "node:crypto";

/** After how many seconds the page and clients retry. */
export const RETRY_SECONDS = 5;

const STYLE = `
:root { color-scheme: light dark; --canvas: light-dark(#ffffff, #0d0d0f); --fg: light-dark(#18181b, #ededf0); --muted: light-dark(#5d5d68, #a3a3ad); --accent: light-dark(#4f46e5, #5d57ea); --accent-hover: light-dark(#4338ca, #665fec); --focus: light-dark(#4f46e5, #8f96fa); }
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; margin: 0; }
body { background: var(--canvas); color: var(--fg); font: 14px/1.5 "Geist", ui-sans-serif, system-ui, sans-serif; }
main { display: flex; min-height: 100dvh; flex-direction: column; align-items: center; justify-content: center; padding: 48px 16px; text-align: center; }
svg { width: 40px; height: 40px; margin-bottom: 24px; }
rect { fill: var(--accent); }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; letter-spacing: -0.01em; }
p { margin-top: 8px; max-width: 28rem; color: var(--muted); text-wrap: balance; }
a { margin-top: 24px; padding: 8px 16px; border-radius: 6px; background: var(--accent); color: #ffffff; font-weight: 500; text-decoration: none; }
a:hover { background: var(--accent-hover); }
a:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
`;

/** The page's policy: only its own style. */
export const PAGE_POLICY = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/**
 * The page for an unavailable database. It needs no scripts and no other files, and reloads itself with GET, so that no
 * form is sent twice.
 */
export function unavailablePage(theme: "light" | "dark" | null): string {
  return `<!DOCTYPE html>
<html lang="en"${theme ? ` data-theme="${theme}"` : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="${RETRY_SECONDS}">
<title>Database unavailable · Latchkey</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<svg viewBox="0 0 24 24" fill="none" aria-hidden="true"><rect width="24" height="24" rx="6"/><g stroke="#ffffff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><circle cx="9" cy="9" r="3.5"/><path d="m11.5 11.5 6.5 6.5m-3-3 2.5-2.5"/></g></svg>
<h1>The database is not available</h1>
<p>Latchkey is running, but its database does not answer. This page tries again every ${RETRY_SECONDS} seconds.</p>
<p>If you just sent a form, go back to it: your browser may still have what you typed. Check whether it was saved before you send it again.</p>
<a href="">Try again now</a>
</main>
</body>
</html>
`;
}
