import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";

const STYLE = `
:root {
  color-scheme: light dark;
  --canvas: light-dark(#ffffff, #0d0d0f);
  --fg: light-dark(#18181b, #ededf0);
  --muted: light-dark(#5d5d68, #a3a3ad);
  --accent: light-dark(#4f46e5, #5d57ea);
  --accent-hover: light-dark(#4338ca, #665fec);
  --focus: light-dark(#4f46e5, #8f96fa);
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; margin: 0; }
body { background: var(--canvas); color: var(--fg); font: 14px/1.5 "Geist", ui-sans-serif, system-ui, sans-serif; }
main {
  display: flex; min-height: 100dvh; flex-direction: column; align-items: center; justify-content: center;
  padding: 48px 16px; text-align: center;
}
svg { width: 40px; height: 40px; margin-bottom: 24px; }
rect { fill: var(--accent); }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; letter-spacing: -0.01em; }
p { margin-top: 8px; max-width: 28rem; color: var(--muted); text-wrap: balance; }
a {
  margin-top: 24px; padding: 8px 16px; border-radius: 6px; background: var(--accent); color: #ffffff;
  font-weight: 500; text-decoration: none;
}
a:hover { background: var(--accent-hover); }
a:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
`;

/** The page's policy: only its own style. */
export const PAGE_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

interface Message {
  readonly theme: "light" | "dark" | null;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** The text of a link to the same URL. */
  readonly link: string;
  /** After how many seconds the page reloads itself. */
  readonly retrySeconds?: number;
}

/**
 * A page that is served without Next. It needs no scripts and no other files, and reloads itself with GET, so that no
 * form is sent twice. The texts are HTML.
 */
export function messagePage({ theme, title, paragraphs, link, retrySeconds }: Message): string {
  const refresh = retrySeconds === undefined ? "" : `<meta http-equiv="refresh" content="${retrySeconds}">\n`;
  return `<!DOCTYPE html>
<html lang="en"${theme ? ` data-theme="${theme}"` : ""}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
${refresh}<title>${title} · Latchkey</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<svg viewBox="0 0 24 24" fill="none" aria-hidden="true"><rect width="24" height="24" rx="6"/>
<g stroke="#ffffff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">
<circle cx="9" cy="9" r="3.5"/><path d="m11.5 11.5 6.5 6.5m-3-3 2.5-2.5"/></g></svg>
<h1>${title}</h1>
${paragraphs.map((text) => `<p>${text}</p>`).join("\n")}
<a href="">${link}</a>
</main>
</body>
</html>
`;
}

/** The theme in the browser's cookie; null for the system's theme. */
export function themeOf({ headers }: IncomingMessage): "light" | "dark" | null {
  return (
    (/(?:^|;\s*)theme=(light|dark)(?:;|$)/.exec(headers.cookie ?? "")?.[1] as "light" | "dark" | undefined) ?? null
  );
}
