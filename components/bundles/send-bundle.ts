import type { UploadAnswer } from "./upload-answer";

interface Sending {
  href: string;
  file: Blob;
  overwrite: boolean;
  /** Called with the number of bytes sent. */
  onSent: (bytes: number) => void;
  signal: AbortSignal;
}

/** No answer came. If not all of the file was sent, the server has stored nothing. */
export class UploadBroken extends Error {
  override readonly name = "UploadBroken";

  constructor(
    message: string,
    readonly isSent: boolean,
  ) {
    super(message);
  }
}

/**
 * Sends a bundle with XMLHttpRequest, because fetch reports no upload progress. Rejects with UploadBroken when no
 * answer comes.
 */
export function sendBundle({ href, file, overwrite, onSent, signal }: Sending): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", overwrite ? `${href}?overwrite=true` : href);
    request.setRequestHeader("content-type", "application/yaml");
    let isSent = false;
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.upload.onload = () => (isSent = true);
    request.onload = () => settle(request, resolve, reject);
    request.onerror = () => reject(new UploadBroken("The connection broke.", isSent));
    request.onabort = () => reject(new DOMException("Cancelled.", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}

function settle(
  { status, responseText, responseURL }: XMLHttpRequest,
  resolve: (answer: UploadAnswer) => void,
  reject: (error: Error) => void,
) {
  try {
    resolve(JSON.parse(responseText) as UploadAnswer);
  } catch {
    const reason = reasonOf(status, responseURL);
    if (reason) resolve({ ok: false, reason });
    else reject(new UploadBroken(`The server answered ${status}.`, true));
  }
}

/** A proxy in front may answer in its own way: with a status, or with a redirect to sign-in. */
function reasonOf(status: number, url: string): "payload_too_large" | "unauthenticated" | null {
  if (status === 413) return "payload_too_large";
  return URL.canParse(url) && new URL(url).pathname === "/login" ? "unauthenticated" : null;
}
