/**
 * Checks a server action's request before Next decodes it, because Next answers a body that it cannot decode with 500
 * and logs a stack. Only requests in the form of our own pages pass. React's encoding is described in its
 * ReactFlightReplyClient.js: parts named by decimal numbers hold JSON, a string that begins with `$` refers to another
 * part by its number in hex, and `_1_email` is the entry `email` of the form 1.
 */

const ACTION_ID = /^[0-9a-f]{42}$/;
const PART = /^(?:0|[1-9]\d{0,3})$/;
/** An entry of a form among the arguments. */
const FORM_ENTRY = /^_[1-9]\d{0,3}_/;
/** The parts of a form sent without scripts: the action's id, or a reference with bound arguments. */
const FORM_ACTION = /^\$ACTION_(?:ID_[0-9a-f]{42}|REF_([0-9a-f]{1,4})|KEY)$/;
const BOUND_PART = /^\$ACTION_[0-9a-f]{1,4}:(0|[1-9]\d{0,3})$/;

/** What the parts of a request say, by their number, in the order in which they were sent. */
type Parts = ReadonlyMap<string, unknown>;

/** What a part may refer to: `all` parts by a promise, and those that `arrived` with it or before by value. */
interface Referable {
  readonly all: Parts;
  readonly arrived: Parts;
}

const together = (parts: Parts): Referable => ({ all: parts, arrived: parts });

const MAX_DEPTH = 20;
const MAX_ARGUMENTS = 10;
/**
 * The references by value in a request. Each may name a list of others, so that few can stand for millions of values.
 */
const MAX_REFERENCES = 30;
/** The longest name of a field that Next's parser keeps whole. */
const MAX_NAME_LENGTH = 100;
/**
 * The headers of a part as browsers send them: a type is that of a file. Other headers are read differently by parsers.
 */
const TEXT_PART = /^content-disposition: form-data; name="[^"]*"$/i;
const FILE_PART = /^content-disposition: form-data; name="[^"]*"; filename="[^"]*"(?:\r\ncontent-type: [^\r\n]*)?$/i;

/** Whether a POST to a page is a valid server action. Reads the body: pass a clone. */
export async function isActionRequest(request: Request): Promise<boolean> {
  const type = (request.headers.get("content-type") ?? "").split(";", 1)[0]?.trim() ?? "";
  const id = request.headers.get("next-action");
  if (id !== null && !ACTION_ID.test(id)) return false;
  try {
    if (type === "multipart/form-data") return await isMultipart(request, id !== null);
    if (id === null) return type.toLowerCase() !== "multipart/form-data";
    const text = await request.text();
    if ((text.match(/"\$[0-9a-f]/g)?.length ?? 0) > MAX_REFERENCES) return false;
    const value: unknown = JSON.parse(text);
    return type === "text/plain" && isArguments(value) && isReadable(value, together(new Map([["0", value]])));
  } catch {
    return false; // not multipart, not JSON, not UTF-8
  }
}

async function isMultipart(request: Request, scripted: boolean): Promise<boolean> {
  const form = await request.clone().formData();
  const boundary = /boundary=([^\s;"]+)$/.exec(request.headers.get("content-type") ?? "")?.[1];
  if (boundary === undefined || !hasPlainHeaders(await request.text(), boundary)) return false;
  if ([...form.keys()].some((name) => name.length > MAX_NAME_LENGTH)) return false;
  return scripted ? isScriptedForm(form) : isPlainForm(form);
}

/** Whether all parts have the headers that browsers send, so that no parser takes a text for a file or decodes it. */
function hasPlainHeaders(body: string, boundary: string): boolean {
  const [, ...parts] = `\r\n${body}`.split(`\r\n--${boundary}`);
  return parts.slice(0, -1).every((part) => {
    const head = part.slice(2, Math.max(2, part.indexOf("\r\n\r\n")));
    return TEXT_PART.test(head) || FILE_PART.test(head);
  });
}

/** A form sent by a script: part 0 has the arguments. React reads each part when it arrives. */
function isScriptedForm(form: FormData): boolean {
  if (![...form.keys()].every((name) => PART.test(name) || FORM_ENTRY.test(name))) return false;
  const all = partsOf(form, (name) => (PART.test(name) ? name : null));
  const arrived = new Map<string, unknown>();
  return (
    isArguments(all.get("0")) &&
    [...all].every(([number, value]) => isReadable(value, { all, arrived: arrived.set(number, value) }))
  );
}

/** A form sent by a browser without scripts: exactly one action, and the JSON of its bound arguments. */
function isPlainForm(form: FormData): boolean {
  const special = [...form.keys()].filter((name) => name.startsWith("$"));
  const parts = partsOf(form, (name) => BOUND_PART.exec(name)?.[1] ?? null);
  const [reference] = special.flatMap((name) => FORM_ACTION.exec(name)?.[1] ?? []);
  if (!special.every((name) => FORM_ACTION.test(name) || BOUND_PART.test(name))) return false;
  if (special.filter((name) => /^\$ACTION_(?:ID|REF)_/.test(name)).length !== 1) return false;
  if (reference === undefined) return parts.size === 0;
  if (!isBoundAction(form.get(`$ACTION_${reference}:0`))) return false;
  return [...parts.values()].every(
    (value) => (!Array.isArray(value) || value.length <= MAX_ARGUMENTS) && isReadable(value, together(parts)),
  );
}

function isBoundAction(value: FormDataEntryValue | null): boolean {
  const action: unknown = typeof value === "string" ? JSON.parse(value) : null;
  return typeof action === "object" && action !== null && "id" in action && ACTION_ID.test(String(action.id));
}

/**
 * The text parts by their number. Each is parsed once, however many references name it. Throws when one is not JSON,
 * when a number is there twice, and when there are too many references.
 */
function partsOf(form: FormData, numberOf: (name: string) => string | null): Parts {
  const parts = new Map<string, unknown>();
  let references = 0;
  for (const [name, value] of form) {
    const number = numberOf(name);
    if (number === null || typeof value !== "string") continue;
    if (parts.has(number)) throw new Error(`part ${number} is there twice`);
    references += value.match(/"\$[0-9a-f]/g)?.length ?? 0;
    parts.set(number, JSON.parse(value) as unknown);
  }
  if (references > MAX_REFERENCES) throw new Error(`there are ${references} references`);
  return parts;
}

function isArguments(value: unknown): boolean {
  return Array.isArray(value) && value.length <= MAX_ARGUMENTS;
}

function isReadable(value: unknown, parts: Referable, depth = 0): boolean {
  if (typeof value === "string") return !value.startsWith("$") || isReference(value, parts);
  if (typeof value !== "object" || value === null) return true;
  if (depth > MAX_DEPTH || Object.hasOwn(value, "__proto__")) return false;
  return Object.values(value).every((inner) => isReadable(inner, parts, depth + 1));
}

/**
 * `$$` escapes a dollar sign, and `$K` is a form, whose entries are parts too. `$@1` is a promise of another part, and
 * `$0:1:fields` a value inside of a part that has arrived. Both must exist.
 */
function isReference(text: string, { all, arrived }: Referable): boolean {
  if (text.startsWith("$$") || text === "$undefined" || /^\$K[0-9a-f]{1,4}$/.test(text)) return true;
  const [, promise, hex, path = ""] = /^\$(@?)([0-9a-f]{1,4})((?::[^:]+)*)$/.exec(text) ?? [];
  if (hex === undefined) return false;
  const number = String(Number.parseInt(hex, 16));
  const parts = promise === "@" ? all : arrived;
  return parts.has(number) && isThere(parts.get(number), path.split(":").slice(1));
}

function isThere(root: unknown, path: readonly string[]): boolean {
  let value = root;
  for (const key of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}
