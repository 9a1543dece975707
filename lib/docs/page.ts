import { pageHeaders } from "../platform/http/security-headers";
import { servedOverHttps } from "../platform/http/served-origin";

/** What a page of the reference is made of; everything is served by ourselves. */
export interface DocsPage {
  readonly title: string;
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  /** Trusted: ours. */
  readonly body: string;
  /** Whether its editor adds style elements without a nonce. */
  readonly inlineStyles: boolean;
}

/** Renders the page with its own policy: scripts and connections from this site only. */
export function docsPage({ title, styles, scripts, body, inlineStyles }: DocsPage): Response {
  const links = styles.map((href) => `<link rel="stylesheet" href="${href}">`).join("");
  const tags = scripts.map((src) => `<script src="${src}" defer></script>`).join("");
  const html = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
    `<title>${title} · Latchkey</title><link rel="icon" href="/icon.svg"><script src="/docs/theme.js"></script>`,
    `${links}${tags}</head><body>${body}<noscript><p class="note">This page needs JavaScript. `,
    '<a href="/api/v1/openapi.json">The OpenAPI document</a> describes the REST API.</p></noscript></body></html>',
  ].join("");
  return new Response(html, {
    headers: { ...headers(inlineStyles), "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
  });
}

function headers(inlineStyles: boolean): Record<string, string> {
  return {
    "content-security-policy": policy(inlineStyles),
    ...pageHeaders(servedOverHttps()),
  };
}

function policy(inlineStyles: boolean): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    `style-src 'self'${inlineStyles ? " 'unsafe-inline'" : ""}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}
