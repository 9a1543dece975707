/** What the snippets are filled in with. */
export interface QuickstartParameters {
  /** Where Latchkey is: a scheme and a host, without a path. */
  readonly origin: string;
  /** The organization's id. */
  readonly organization: string;
  /** The API's identifier. */
  readonly api: string;
  /** The scope that the snippets demand. */
  readonly scope: string;
}

/** A string literal of JavaScript, Python and Go. */
export const quoted = (text: string): string => JSON.stringify(text);

/** The query of forward-auth that demands the scope. Nothing in it has a meaning in a shell, nginx or Caddy. */
export function forwardAuthQuery({ organization, api, scope }: Omit<QuickstartParameters, "origin">): string {
  return `organization=${encoded(organization)}&api=${encoded(api)}&scope=${encoded(scope)}`;
}

/** Percent-encodes all but the unreserved characters (RFC 3986 section 2.3); encodeURIComponent leaves five more. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
