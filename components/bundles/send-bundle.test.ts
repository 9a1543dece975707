import { afterEach, expect, test, vi } from "vitest";
import { sendBundle, UploadBroken } from "./send-bundle";

type Listener = (() => void) | null;

/** A request as the browser has it; the test plays the network. */
class FakeRequest {
  static last: FakeRequest;
  status = 0;
  responseText = "";
  responseURL = "";
  onload: Listener = null;
  onerror: Listener = null;
  onabort: Listener = null;
  upload: { onprogress: Listener; onload: Listener } = { onprogress: null, onload: null };

  constructor() {
    FakeRequest.last = this;
  }
  open() {}
  setRequestHeader() {}
  send() {}
  abort() {}
}

afterEach(() => {
  vi.unstubAllGlobals();
});

function send(): Promise<unknown> {
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  const { signal } = new AbortController();
  return sendBundle({
    href: "/upload",
    file: new Blob(["x"]),
    overwrite: false,
    onSent: () => undefined,
    signal,
  }).catch((error: unknown) => error);
}

test("an upload that broke before all of it was sent is known to have stored nothing", async () => {
  const answer = send();
  FakeRequest.last.onerror?.();
  expect(await answer).toMatchObject({ name: UploadBroken.name, isSent: false });
});

test("one whose answer was lost may have been stored", async () => {
  const answer = send();
  FakeRequest.last.upload.onload?.();
  FakeRequest.last.onerror?.();
  expect(await answer).toMatchObject({ isSent: true });
});

test("so may one that a proxy answered with an error", async () => {
  const answer = send();
  Object.assign(FakeRequest.last, { status: 502, responseText: "<h1>Bad gateway</h1>" }).onload?.();
  expect(await answer).toMatchObject({ isSent: true });
});
