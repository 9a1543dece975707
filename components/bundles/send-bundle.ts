import type { UploadAnswer } from "./upload-answer";

interface Sending {
  href: string;
  file: Blob;
  overwrite: boolean;
  /** Called with the number of bytes sent. */
  onSent: (bytes: number) => void;
  signal: AbortSignal;
}

/** Sends a bundle with XMLHttpRequest, because fetch reports no upload progress. Rejects when no answer comes. */
export function sendBundle({ href, file, overwrite, onSent, signal }: Sending): Promise<UploadAnswer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", overwrite ? `${href}?overwrite=true` : href);
    request.setRequestHeader("content-type", "application/yaml");
    request.upload.onprogress = ({ loaded }) => onSent(loaded);
    request.onload = () => settle(request, resolve, reject);
    request.onerror = () => reject(new Error("The connection broke."));
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
    else reject(new Error(`The server answered ${status}.`));
  }
}

/** A proxy in front may answer in its own way: with a status, or with a redirect to sign-in. */
function reasonOf(status: number, url: string): "payload_too_large" | "unauthenticated" | null {
  if (status === 413) return "payload_too_large";
  return URL.canParse(url) && new URL(url).pathname === "/login" ? "unauthenticated" : null;
}
